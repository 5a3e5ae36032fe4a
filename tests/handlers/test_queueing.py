"""The queue for a course in the chat: places, and seats out of turn."""

from typing import Any

import pytest

from bot.states import Roster
from db.models import (
    Course,
    Delivery,
    DialogState,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from keyboards.queueing import Admit, AskWhyMove, Move
from keyboards.seats import AskAdmit, AskMove
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import NOON, Factory
from tests.test_hostile_names import NAMES

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

PLACE = "I did not understand which number. Write it in digits, such as 3."
REASONS = ["Agreed on before", "Needed for their studies", "To fix a mistake"]
GONE = "They are not waiting for a seat any more."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    """Four wait."""
    waiting = [await make.user(full_name=name) for name in "ABCD"]
    course = await make.course(
        await make.user(full_name="S"), waiting=waiting, capacity=1, name="Algebra <1>"
    )
    await make.staff(course, vera, StaffPart.MANAGER)
    return course


@pytest.fixture
async def places(make: Factory, course: Course) -> dict[str, Enrollment]:
    called = {it.id: it.full_name for it in await make.all(User)}
    return {called[it.user_id]: it for it in await make.all(Enrollment)}


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def in_line(make: Factory) -> str:
    called = {it.id: it.full_name for it in await make.all(User)}
    waiting = [it for it in await make.all(Enrollment) if it.waitlist_place is not None]
    return "".join(
        called[it.user_id] for it in sorted(waiting, key=lambda it: it.waitlist_place or 0)
    )


def of(place: Enrollment) -> dict[str, Any]:
    return {"enrollment_id": place.id}


# Moving


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("A", ["🔽 Lower", "⏬ Last"]),
        ("C", ["⏫ First", "🔼 Higher", "🔽 Lower", "⏬ Last"]),
        ("D", ["⏫ First", "🔼 Higher"]),
    ],
)
async def test_only_ways_to_another_place_are_offered(
    desk: Desk, places: dict[str, Enrollment], name: str, ways: list[str]
) -> None:
    said = await desk.press(AskMove(**of(places[name])))

    rank = "ABCD".index(name) + 1
    assert f"<b>{name}</b> is number {rank} of 4 in the queue for" in said
    assert desk.labels == [*ways, "⬅️ To the card", "🏠 Menu"]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("⏫ First", "CABD"),
        ("🔼 Higher", "ACBD"),
        ("🔽 Lower", "ABDC"),
        ("⏬ Last", "ABDC"),
    ],
)
async def test_person_is_moved_by_buttons(
    make: Factory, desk: Desk, places: dict[str, Enrollment], button: str, order: str
) -> None:
    await desk.press(AskMove(**of(places["C"])))

    why = await desk.press(button)
    await desk.press("Agreed on before")

    rank = order.index("C") + 1
    assert f"<b>C</b>: from number 3 to number {rank} of 4. Why?" in why
    assert desk.telegram.notice() == f"✅ Number {rank} in the queue."
    assert "Out of turn: Agreed on before" in desk.telegram.said()
    assert await in_line(make) == order
    [entry] = await make.all(LogEntry)
    assert entry.details == {"rank": [3, rank], "has_reason": True}


async def test_place_and_reason_are_typed(
    make: Factory, desk: Desk, places: dict[str, Enrollment]
) -> None:
    await desk.press(AskMove(**of(places["D"])))

    why = await desk.write("2")
    said = await desk.write("she wrote <first>")

    assert "from number 4 to number 2 of 4. Why?" in why
    assert "Out of turn: she wrote &lt;first&gt;" in said
    assert await in_line(make) == "ADBC"
    await desk.press("⬅️ To the list")
    assert "<b>In the queue for Algebra &lt;1&gt;</b> · 4" in desk.telegram.said()


@pytest.mark.parametrize("typed", ["first", "0", "-", "1 or 2", "9" * 20, "🙂"])
async def test_wrong_place_is_refused_and_the_dialog_goes_on(
    make: Factory, desk: Desk, places: dict[str, Enrollment], typed: str
) -> None:
    await desk.press(AskMove(**of(places["D"])))

    said = await desk.write(typed)
    why = await desk.write("number 1")

    assert said == PLACE
    assert "to number 1 of 4" in why


async def test_place_beyond_the_last_is_the_last(
    make: Factory, desk: Desk, places: dict[str, Enrollment]
) -> None:
    await desk.press(AskMove(**of(places["A"])))

    why = await desk.write("500")
    await desk.write("asked to wait")

    assert "from number 1 to number 4 of 4" in why
    assert await in_line(make) == "BCDA"


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_asked_for_again(
    desk: Desk, places: dict[str, Enrollment], content: dict[str, Any]
) -> None:
    await desk.press(AskMove(**of(places["D"])))
    assert "Which number should it be?" in await desk.send(**content)

    await desk.press(AskWhyMove(**of(places["D"]), rank=2))
    assert "Why?" in await desk.send(**content)

    await desk.press(AskAdmit(**of(places["D"])))
    assert "out of turn? Why?" in await desk.send(**content)


async def test_wrong_reason_is_refused_and_the_dialog_goes_on(
    make: Factory, desk: Desk, places: dict[str, Enrollment]
) -> None:
    await desk.press(AskWhyMove(**of(places["D"]), rank=1))

    said = await desk.write("x" * 301)
    [dialog] = await make.all(DialogState)

    assert said.startswith("Write the reason in words")
    assert desk.labels[:3] == REASONS
    assert dialog.state == Roster.typing_why_moved.state
    assert await in_line(make) == "ABCD"


async def test_second_tap_moves_nobody_further(
    make: Factory, desk: Desk, places: dict[str, Enrollment]
) -> None:
    button = Move(**of(places["D"]), rank=3, why="g")

    for _ in range(2):
        await desk.press(button)
        assert desk.telegram.notice() == "✅ Number 3 in the queue."

    assert await in_line(make) == "ABDC"
    assert len(await make.all(LogEntry)) == 1


async def test_who_has_a_seat_by_now_is_not_moved(
    make: Factory, desk: Desk, places: dict[str, Enrollment]
) -> None:
    await desk.press(AskMove(**of(places["D"])))
    await make.change(places["D"], status=REGISTERED, waitlist_place=None)

    assert GONE in await desk.write("1")
    for button in (AskMove(**of(places["D"])), Move(**of(places["D"]), rank=1, why="g")):
        assert await desk.tap(button) == GONE


# Seats out of turn


async def test_seat_that_is_free_is_given_without_a_new_one(
    make: Factory, desk: Desk, course: Course, places: dict[str, Enrollment]
) -> None:
    await make.change(course, capacity=2)

    asked = await desk.press(AskAdmit(**of(places["C"])))
    await desk.press("Needed for their studies")

    assert "⚠️" not in asked
    assert desk.telegram.notice() == "✅ They have a seat now."
    assert "Out of turn: Needed for their studies" in desk.telegram.said()
    assert (await make.again(places["C"])).status is REGISTERED
    assert (await make.again(course)).capacity == 2


async def test_full_course_gets_one_more_seat_after_that_was_said(
    make: Factory, desk: Desk, course: Course, places: dict[str, Enrollment]
) -> None:
    asked = await desk.press(AskAdmit(**of(places["C"])))
    said = await desk.write("was promised")

    assert "such as “agreed with the dean's office”" in asked
    assert "⚠️ There is no free seat. I will add one, and the course will have 2." in asked
    assert "Out of turn: was promised" in said
    assert ((await make.again(course)).capacity, (await make.again(course)).taken) == (2, 2)
    assert await in_line(make) == "ABD"
    assert len(await make.all(Delivery)) == 1


async def test_seats_that_another_has_added_are_not_added_again(
    make: Factory, desk: Desk, course: Course, places: dict[str, Enrollment]
) -> None:
    await desk.press(AskAdmit(**of(places["C"])))
    await make.change(course, capacity=5, taken=5)

    assert await desk.write("was promised") == "There is no free seat on this course."
    assert desk.labels[:3] == REASONS
    assert (await make.again(course)).capacity == 5
    assert (await make.again(places["C"])).status is WAITLISTED


async def test_second_tap_gives_no_second_seat(
    make: Factory, desk: Desk, course: Course, places: dict[str, Enrollment]
) -> None:
    button = Admit(**of(places["C"]), seats=2, why="m")

    for _ in range(2):
        await desk.press(button)
        assert desk.telegram.notice() == "✅ They have a seat now."

    assert ((await make.again(course)).capacity, (await make.again(course)).taken) == (2, 2)
    assert len(await make.all(LogEntry)) == 2


async def test_host_does_neither(
    feed: Feed, make: Factory, course: Course, places: dict[str, Enrollment]
) -> None:
    host = await make.user(role=Role.HOST)
    await make.staff(course, host)
    desk, whose = Desk(feed, host), of(places["D"])

    for button in (
        AskMove(**whose),
        AskWhyMove(**whose, rank=1),
        Move(**whose, rank=1, why="g"),
        AskAdmit(**whose),
        Admit(**whose, seats=2, why="g"),
    ):
        assert await desk.tap(button) == (
            "Your part in this course does not allow that. Ask its manager."
        )

    assert await in_line(make) == "ABCD"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_names_are_only_names(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    vera = await make.user(full_name=name, role=Role.ADMIN, language=language)
    waiting = [await make.user(full_name=name) for _ in range(2)]
    course = await make.course(waiting=waiting, capacity=0, name=name)
    await make.staff(course, vera, StaffPart.MANAGER)
    first, _ = await make.all(Enrollment)
    desk = Desk(feed, vera)

    for button in (AskMove, AskAdmit):
        await desk.press(button(**of(first)))
    await desk.press(AskWhyMove(**of(first), rank=2))
    await desk.write(name)


@pytest.mark.parametrize("is_why", [False, True])
async def test_dialog_about_a_course_that_is_gone_ends(
    make: Factory, desk: Desk, course: Course, places: dict[str, Enrollment], *, is_why: bool
) -> None:
    await desk.press(AskMove(**of(places["B"])))
    if is_why:
        await desk.write("3")
    await make.change(course, deleted_at=NOON)

    gone = await desk.write("2")

    assert await desk.write("Algebra") != gone
    [dialog] = await make.all(DialogState)
    assert dialog.state is None
