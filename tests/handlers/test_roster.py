"""The people of a course in the chat: the list, cards, taking off and taking back."""

from typing import Any

import pytest

from bot.states import Roster
from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DialogState,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from keyboards.home import Home
from keyboards.roster import AskRostered, SendList, ShowRoster, ShowSeat
from keyboards.seats import (
    AskExpel,
    AskTakeBack,
    AskWhyExpel,
    Complete,
    Expel,
    Reopen,
    TakeBack,
)
from tests.conftest import Feed
from tests.desk import NOT_TEXT, NOTHING, Desk
from tests.factories import DAY, NOON, Factory
from tests.test_hostile_names import NAMES

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED

NOT_THERE = "There is no such enrollment here any more."
TOO_LITTLE = "Your part in this course does not allow that. Ask its manager."
NOT_YOURS = "Only those who run this course can do that."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    course = await make.course(name="Algebra <1>", capacity=2)
    await make.staff(course, vera, StaffPart.MANAGER)
    return course


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def seat(
    make: Factory,
    course: Course,
    status: EnrollmentStatus = REGISTERED,
    **person: Any,
) -> Enrollment:
    place = await make.enrollment(course, await make.user(**person), status)
    taken = (await make.again(course)).taken + status.holds_seat
    await make.change(course, taken=taken)
    return place


def showing(course: Course, search: str = "") -> ShowRoster:
    return ShowRoster(course_id=course.id, search=search)


# The list


async def test_list_says_of_each_what_one_chooses_by(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.lesson(course, starts_at=NOON - DAY)
    await seat(make, course, full_name="Anna <1>", study_group="IT&23")
    await seat(make, course, WAITLISTED, full_name="Boris")
    await seat(make, course, EXPELLED, full_name="Clara")
    await seat(make, course, COMPLETED, full_name="Dora")

    assert await desk.press(showing(course)) == (
        "<b>People of Algebra &lt;1&gt;</b> · 4\nNext to a name: lessons attended out of those "
        "held.\n\n1. <b>Anna &lt;1&gt;</b> · IT&amp;23 · 0/1\n2. <b>Boris</b> · ⏳ number 1\n3. "
        "<b>Clara</b> · taken off · 0/1\n4. <b>Dora</b> · completed · 0/1"
    )
    assert desk.labels == [
        *("1. Anna <1>", "2. Boris", "3. Clara", "4. Dora"),
        *("• Everybody", "On the course", "Waiting", "Completed", "Taken off"),
        *("🔎 Search", "📊 Numbers", "✍️ Enroll somebody", "📄 XLSX", "📄 CSV"),
        *("⬅️ To managing", "🏠 Menu"),
    ]


@pytest.mark.parametrize(
    ("letter", "heading", "empty"),
    [
        ("a", "People of", "Nobody has enrolled yet. Send people the link to the course, or"),
        ("r", "On", "Nobody is on the course now."),
        ("w", "In the queue for", "Nobody is waiting for a seat."),
        ("c", "Completed", "Nobody has completed it yet."),
        ("x", "Taken off", "Nobody has been taken off."),
    ],
)
async def test_empty_list_says_so(
    desk: Desk, course: Course, letter: str, heading: str, empty: str
) -> None:
    said = await desk.press(showing(course, f"{letter}0"))

    assert said.startswith(f"<b>{heading} Algebra &lt;1&gt;</b>\n\n{empty}")
    assert desk.labels[-3:] == ["✍️ Enroll somebody", "⬅️ To managing", "🏠 Menu"]


async def test_empty_list_promises_no_button_to_who_looks_on(
    feed: Feed, make: Factory, course: Course
) -> None:
    desk = Desk(feed, await make.admin())

    said = await desk.press(showing(course))

    assert said.endswith("Nobody has enrolled yet. Whoever enrolls will be listed here.")
    assert desk.labels[-3:] == ["📊 Numbers", "⬅️ To managing", "🏠 Menu"]


async def test_nobody_is_enrolled_in_a_draft(make: Factory, desk: Desk, course: Course) -> None:
    await make.change(course, status=CourseStatus.DRAFT)

    said = await desk.press(showing(course))

    assert said.endswith(
        "Nobody has enrolled yet. People can enroll once the course is published."
    )
    assert "✍️ Enroll somebody" not in desk.labels


async def test_pages_keep_the_choice_and_lead_to_a_card_and_back(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.change(course, capacity=None)
    for number in range(10):
        await seat(make, course, full_name=f"Anna {number:02}")
    await desk.press(showing(course))
    await desk.press("On the course")
    await desk.press("➡️")
    on_page = desk.telegram.said()

    await desk.press("10. Anna 09")
    await desk.press("⬅️ To the list")

    assert desk.telegram.said() == on_page
    assert "9. <b>Anna 08</b>" in on_page


async def test_search_goes_on_until_somebody_is_found(
    make: Factory, desk: Desk, course: Course
) -> None:
    await seat(make, course, full_name="Anna Petrova")
    await seat(make, course, full_name="Boris")
    await desk.press(showing(course))

    asked = await desk.press("🔎 Search")
    nobody = await desk.write("zzz")
    found = await desk.write("petr")

    assert asked.startswith("Who are you looking for?")
    assert "Search: “zzz”\n\nNobody was found." in nobody
    assert "1. <b>Anna Petrova</b>" in found
    assert "Boris" not in found
    await desk.press("✖️ Clear the search")
    assert "Boris" in desk.telegram.said()


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_word_is_asked_for_again(
    desk: Desk, course: Course, content: dict[str, Any]
) -> None:
    await desk.press(AskRostered(course_id=course.id))

    said = await desk.send(**content)

    assert said.startswith("Who are you looking for?")
    assert desk.labels == ["⬅️ To the list", "🏠 Menu"]


async def test_host_and_another_admin_look_on(feed: Feed, make: Factory, course: Course) -> None:
    host, other = await make.user(role=Role.HOST), await make.admin()
    await make.staff(course, host)
    place = await seat(make, course, full_name="Anna")

    for who in (host, other):
        desk = Desk(feed, who)
        await desk.press(showing(course))
        assert "✍️ Enroll somebody" not in desk.labels
        await desk.press(ShowSeat(enrollment_id=place.id))
        assert desk.labels == [
            *(["👤 Profile"] if who is other else []),
            *("⬅️ To the list", "🏠 Menu"),
        ]


@pytest.mark.parametrize(
    "packed", ["", "zzz", "a99999", "a0 " + "я" * 30, "a0 \ud800", "r-1", "w٣"]
)
async def test_forged_search_is_the_first_page_or_some(
    desk: Desk, course: Course, packed: str
) -> None:
    said = await desk.press(showing(course, packed.encode(errors="ignore").decode()[:20]))

    assert "Algebra" in said


# Cards


async def test_card_says_where_the_person_stands(
    make: Factory, desk: Desk, course: Course
) -> None:
    place = await seat(make, course, full_name="Anna <1>", study_group="IT<23>")
    await make.lesson(course, starts_at=NOON - DAY)
    earned = {"points": 5, "source_key": "1", "user_id": place.user_id}
    await make.add(PointEntry(course_id=course.id, **earned))

    assert await desk.press(ShowSeat(enrollment_id=place.id)) == (
        "<b>Anna &lt;1&gt;</b>\nAlgebra &lt;1&gt;: on the course\n\nGroup: IT&lt;23&gt;\nOn the "
        "course since 23 February 2026.\nCame to 0 of 1\nPoints: 5"
    )
    assert desk.labels == [
        *("🎓 Mark as completed", "Take off the course", "👤 Profile"),
        *("⬅️ To the list", "🏠 Menu"),
    ]


async def test_card_of_who_waits_says_the_place_and_why(
    make: Factory, desk: Desk, course: Course
) -> None:
    place = await seat(make, course, WAITLISTED, full_name="Anna")
    await make.change(place, reason="agreed & done")

    assert await desk.press(ShowSeat(enrollment_id=place.id)) == (
        "<b>Anna</b>\nAlgebra &lt;1&gt;: in the queue\n\nWaiting since 23 February 2026: number "
        "1 of 1.\nOut of turn: agreed &amp; done"
    )
    assert desk.labels[:3] == [
        "✅ Give a seat now",
        "↕️ Number in the queue",
        "Take out of the queue",
    ]


async def test_nobody_has_buttons_for_themselves(
    make: Factory, desk: Desk, vera: User, course: Course
) -> None:
    place = await make.enrollment(course, vera, WAITLISTED)

    await desk.press(ShowSeat(enrollment_id=place.id))

    assert desk.labels == ["👤 Profile", "⬅️ To the list", "🏠 Menu"]
    notice = await desk.tap(AskExpel(enrollment_id=place.id))
    assert notice == "You cannot do that to yourself. Ask another admin."


# Taking off


async def test_person_is_taken_off_for_a_reason_that_is_a_button(
    make: Factory, desk: Desk, course: Course
) -> None:
    place = await seat(make, course, full_name="Anna")
    await desk.press(ShowSeat(enrollment_id=place.id))

    asked = await desk.press("Take off the course")
    why = await desk.press("Yes, give a reason")
    await desk.press("Does not come")

    assert asked.startswith("Take <b>Anna</b> off <b>Algebra &lt;1&gt;</b>?")
    assert why.startswith("Why?")
    assert desk.telegram.notice() == "✅ They are not on the course any more."
    assert "Taken off on 2 March 2026.\nReason: Does not come" in desk.telegram.said()
    after = await make.again(place)
    assert (after.status, after.reason) == (EXPELLED, "Does not come")
    assert [it.kind for it in await make.all(Delivery)] == [DeliveryKind.EXPELLED]


async def test_person_is_taken_off_for_a_reason_that_is_typed(
    make: Factory, desk: Desk, course: Course
) -> None:
    place = await seat(make, course, full_name="Anna")
    await desk.press(AskWhyExpel(enrollment_id=place.id))

    said = await desk.write("missed <four> lessons")

    assert "Reason: missed &lt;four&gt; lessons" in said
    assert (await make.again(place)).reason == "missed <four> lessons"
    assert [it.state for it in await make.all(DialogState)] == [None]


@pytest.mark.parametrize("typed", ["x" * 301, *NOTHING.values()])
async def test_wrong_reason_is_refused_and_the_dialog_goes_on(
    make: Factory, desk: Desk, course: Course, typed: str
) -> None:
    place = await seat(make, course, full_name="Anna")
    await desk.press(AskWhyExpel(enrollment_id=place.id))

    said = await desk.write(typed)

    assert said.startswith(("Write the reason in words", "Why?"))
    assert desk.labels[:3] == ["Does not come", "At their own request", "Breaks the rules"]
    assert (await make.again(place)).status is REGISTERED
    [dialog] = await make.all(DialogState)
    assert dialog.state == Roster.typing_reason.state


async def test_second_tap_takes_nobody_off_twice(
    make: Factory, desk: Desk, course: Course
) -> None:
    place = await seat(make, course, full_name="Anna")
    button = Expel(enrollment_id=place.id, why="a")

    await desk.press(button)
    await desk.press(button)

    assert desk.telegram.notice() == "✅ They are not on the course any more."
    assert [it.action for it in await make.all(LogEntry)] == ["expel"]
    assert len(await make.all(Delivery)) == 1


async def test_taking_off_who_waits_is_asked_in_other_words(
    make: Factory, desk: Desk, course: Course
) -> None:
    place = await seat(make, course, WAITLISTED, full_name="Anna")

    said = await desk.press(AskExpel(enrollment_id=place.id))

    assert said.startswith("Take <b>Anna</b> out of the queue for <b>Algebra &lt;1&gt;</b>?")


async def test_who_waits_gets_the_seat_and_that_is_said_before(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.change(course, capacity=1)
    place = await seat(make, course, full_name="Anna")
    waiting = await seat(make, course, WAITLISTED)

    said = await desk.press(AskExpel(enrollment_id=place.id))
    await desk.press(Expel(enrollment_id=place.id, why="r"))

    assert "The seat goes to the first in the queue." in said
    assert (await make.again(waiting)).status is REGISTERED


# Back, and done


async def test_person_is_taken_back(make: Factory, desk: Desk, course: Course) -> None:
    place = await seat(make, course, EXPELLED, full_name="Anna")
    await desk.press(ShowSeat(enrollment_id=place.id))

    asked = await desk.press("↩️ Take back onto the course")
    await desk.press("Yes, take them back")

    assert asked == "Take <b>Anna</b> back onto <b>Algebra &lt;1&gt;</b>? I will tell them."
    assert (await make.again(place)).status is REGISTERED
    assert [it.kind for it in await make.all(Delivery)] == [DeliveryKind.ENROLLED]


async def test_person_is_taken_back_onto_a_full_course_with_one_more_seat(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.change(course, capacity=0)
    place = await seat(make, course, EXPELLED, full_name="Anna")

    asked = await desk.press(AskTakeBack(enrollment_id=place.id))
    await desk.press("Yes, take them back")

    assert "⚠️ There is no free seat. I will add one, and the course will have 1." in asked
    assert ((await make.again(course)).capacity, (await make.again(course)).taken) == (1, 1)


async def test_course_that_filled_meanwhile_is_not_made_larger_unasked(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.change(course, capacity=1)
    place = await seat(make, course, EXPELLED, full_name="Anna")
    await desk.press(AskTakeBack(enrollment_id=place.id))
    await seat(make, course)

    notice = await desk.tap("Yes, take them back")

    assert notice == "There is no free seat on this course."
    assert (await make.again(place)).status is EXPELLED


async def test_completion_is_given_and_taken_back(
    make: Factory, desk: Desk, course: Course
) -> None:
    place = await seat(make, course, full_name="Anna")
    await desk.press(ShowSeat(enrollment_id=place.id))

    await desk.press("🎓 Mark as completed")
    completed = (await make.again(place)).status
    await desk.press("Undo the completion")

    assert (completed, (await make.again(place)).status) == (COMPLETED, REGISTERED)
    assert [it.action for it in await make.all(LogEntry)] == ["complete", "move_enrollment"]


@pytest.mark.parametrize("status", [WAITLISTED, EXPELLED])
async def test_completion_is_not_taken_back_from_who_has_none(
    make: Factory, desk: Desk, course: Course, status: EnrollmentStatus
) -> None:
    place = await seat(make, course, status)

    notice = await desk.tap(Reopen(enrollment_id=place.id))

    assert notice == "That cannot be done with this enrollment now."
    assert (await make.again(place)).status is status


async def test_who_left_meanwhile_is_not_there(make: Factory, desk: Desk, course: Course) -> None:
    place = await seat(make, course)
    await make.change(place, status=EnrollmentStatus.CANCELLED)
    whose = {"enrollment_id": place.id}

    for button in (
        ShowSeat(**whose),
        AskExpel(**whose),
        AskWhyExpel(**whose),
        Expel(**whose, why="a"),
        Complete(**whose),
        Reopen(**whose),
        AskTakeBack(**whose),
        TakeBack(**whose),
    ):
        assert await desk.tap(button) == NOT_THERE


@pytest.mark.parametrize("part", [StaffPart.HOST, None])
async def test_only_managers_take_people_off_and_back(
    feed: Feed, make: Factory, course: Course, part: StaffPart | None
) -> None:
    who, place = await make.admin(), await seat(make, course)
    if part is not None:
        await make.staff(course, who, part)
    desk, whose = Desk(feed, who), {"enrollment_id": place.id}

    for button in (AskExpel(**whose), Expel(**whose, why="a"), Complete(**whose)):
        assert await desk.tap(button) == (TOO_LITTLE if part else NOT_YOURS)

    assert (await make.again(place)).status is REGISTERED


# Files


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_file_is_owed_once_while_it_is_on_its_way(
    make: Factory, desk: Desk, vera: User, course: Course, kind: str
) -> None:
    for _ in range(2):
        notice = await desk.tap(SendList(course_id=course.id, file=kind))
        assert notice == "I am making the file and will send it here."

    [owed], [entry] = await make.all(Delivery), await make.all(LogEntry)
    assert (owed.kind, owed.user_id) == (DeliveryKind.ROSTER_EXPORT, vera.id)
    assert owed.payload == {"course_id": course.id, "file": kind, "zone": "Europe/Moscow"}
    assert (entry.action, entry.entity_id, entry.details) == (
        "export_people",
        course.id,
        {"file": kind},
    )


# Names as people write them


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_are_only_names(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera = await make.user(full_name=name, role=Role.ADMIN, language=language)
    course = await make.course(name=name, capacity=1)
    await make.staff(course, vera, StaffPart.MANAGER)
    hostile = {"full_name": name, "study_group": name}
    places = [
        await make.enrollment(course, await make.user(**hostile), status)
        for status in (REGISTERED, *[WAITLISTED] * 8, EXPELLED)
    ]
    await make.change(course, taken=1)
    await make.change(places[-1], reason=name[:300])
    desk = Desk(feed, vera)

    await desk.press(showing(course))
    for place in (places[0], places[1], places[-1]):
        await desk.press(ShowSeat(enrollment_id=place.id))
    await desk.press(AskExpel(enrollment_id=places[0].id))
    await desk.press(AskWhyExpel(enrollment_id=places[0].id))
    await desk.press(AskTakeBack(enrollment_id=places[-1].id))
    await desk.press(Home())
