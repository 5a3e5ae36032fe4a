"""The list of a lesson on the host's phone: marks by a tap, corrections, everybody at once."""

from typing import Any

import pytest

from bot.states import RollCall
from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    Delivery,
    DialogState,
    Lesson,
    LogEntry,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from domain.campus import LANGUAGES
from keyboards.roll_call import (
    AskAll,
    AskRolled,
    MarkAll,
    Put,
    PutMark,
    ShowMark,
    Shown,
    ShowRoll,
    Tap,
    UndoAll,
    UndoMark,
)
from keyboards.room import ShowRoom
from tests.conftest import Feed
from tests.desk import NOT_TEXT, NOTHING, Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.test_hostile_names import NAMES

MINUTE = HOUR / 60
PRESENT, LATE = AttendanceStatus.PRESENT, AttendanceStatus.LATE
ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED
NOT_YOURS = "Only those who run this course can do that."


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.user(full_name="Vera", role=Role.HOST)


@pytest.fixture
async def people(make: Factory) -> list[User]:
    names = ("Anna", "Boris <1>", "Clara")
    return [await make.user(full_name=it, study_group="IT&23") for it in names]


@pytest.fixture
async def course(make: Factory, vera: User, people: list[User]) -> Course:
    course = await make.course(*people, name="Algebra", points_per_visit=5)
    await make.staff(course, vera)
    return course


@pytest.fixture
async def lesson(make: Factory, course: Course) -> Lesson:
    return await make.lesson(course, starts_at=NOON - 5 * MINUTE)


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def place(make: Factory, course: Course, who: User) -> int:
    return (await make.enrollment_of(course, who)).id


async def marked(
    make: Factory, course: Course, lesson: Lesson, who: User, status: Any = PRESENT, **changed: Any
) -> Attendance:
    theirs = await make.enrollment_of(course, who)
    return await make.mark(theirs, lesson, status, **changed)


async def statuses(make: Factory) -> list[AttendanceStatus]:
    return [it.status for it in await make.all(Attendance)]


# The list


async def test_list_shows_everybody_and_how_they_are_marked(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    await marked(make, course, lesson, people[0])
    await marked(make, course, lesson, people[1], ABSENT)

    said = await desk.press(ShowRoll(lesson_id=lesson.id))

    assert said == (
        "<b>Algebra</b>\n14:55\u201315:55\n\n✅ 1 of 3 came · ✖️ absent: 1\n\n"
        "Tap somebody to mark them; who has a mark, to change it."
    )
    assert desk.labels == [
        *("✅ Anna · IT&23", "✖️ Boris <1> · IT&23", "▫️ Clara · IT&23"),
        *("• Everybody", "Missing", "Present", "🔎 Search", "✏️ Another mark"),
        *("✅ Mark everybody", "✅ Everybody except…", "⬅️ To the check-in", "🏠 Menu"),
    ]


async def test_lists_of_who_is_missing_and_of_who_came(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    await marked(make, course, lesson, people[0], LATE)
    await marked(make, course, lesson, people[1], EXCUSED)

    await desk.press(ShowRoll(lesson_id=lesson.id, search="m0"))
    missing = desk.labels
    await desk.press("Present")

    assert missing[:1] == ["▫️ Clara · IT&23"]
    assert "• Missing" in missing
    assert desk.labels[0] == "🕒 Anna · IT&23"


async def test_empty_list_says_so(make: Factory, desk: Desk, vera: User) -> None:
    course = await make.course()
    await make.staff(course, vera)
    lesson = await make.lesson(course, starts_at=NOON)

    said = await desk.press(ShowRoll(lesson_id=lesson.id))

    assert said.endswith("Nobody is enrolled yet.\n\nPeople are listed here once they enroll.")
    assert "⬅️ To the check-in" in desk.labels


async def test_pages_go_round(make: Factory, desk: Desk, vera: User) -> None:
    course = await make.course(*[await make.user(full_name=f"A{it:02}") for it in range(10)])
    await make.staff(course, vera)
    lesson = await make.lesson(course, starts_at=NOON)

    await desk.press(ShowRoll(lesson_id=lesson.id, search="a99"))

    assert desk.labels[:3] == ["▫️ A08", "▫️ A09", "⬅️"]


async def test_somebody_is_found_and_marked_and_the_search_goes_on(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await desk.press(ShowRoll(lesson_id=lesson.id))
    await desk.press("🔎 Search")

    said = await desk.write("bor")
    assert "Search: “bor”" in said
    assert await desk.tap("▫️ Boris <1> · IT&23") == "✅ Boris <1>: present"

    assert desk.labels[0] == "✅ Boris <1> · IT&23"
    assert "✖️ Clear the search" in desk.labels
    assert await statuses(make) == [PRESENT]


async def test_search_waits_for_another_word(make: Factory, desk: Desk, lesson: Lesson) -> None:
    await desk.press(AskRolled(lesson_id=lesson.id))

    assert "Nobody was found." in await desk.write("nobody")
    await desk.write("clara")

    assert desk.labels[0] == "▫️ Clara · IT&23"
    (state,) = await make.all(DialogState)
    assert state.state == RollCall.typing_words.state


@pytest.mark.parametrize("sent", [*NOT_TEXT.values(), *({"text": it} for it in NOTHING.values())])
async def test_what_is_no_word_is_asked_for_again(
    desk: Desk, lesson: Lesson, sent: dict[str, Any]
) -> None:
    await desk.press(AskRolled(lesson_id=lesson.id))

    assert (await desk.send(**sent)).startswith("Who are you looking for?")


# A tap


async def test_one_tap_marks_and_a_second_opens_the_mark(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    await desk.press(ShowRoll(lesson_id=lesson.id))
    theirs = await place(make, course, people[0])
    button = Tap(lesson_id=lesson.id, enrollment_id=theirs, search="a0")

    assert await desk.tap("▫️ Anna · IT&23") == "✅ Anna: present"
    said = await desk.press(button)

    assert said == (
        "<b>Anna</b> · IT&amp;23\n\n<b>Algebra</b>\n14:55\u201315:55\n\n"
        "✅ Anna: present\n15:00 · the list · Vera"
    )
    assert desk.labels == [
        *("🕒 Late", "✖️ Absent", "📝 Excused"),
        *("↩️ Take the mark back", "⬅️ To the lesson's list", "🏠 Menu"),
    ]
    assert len(await make.all(PointEntry)) == 1


async def test_late_is_said_to_be(make: Factory, desk: Desk, lesson: Lesson) -> None:
    await make.change(lesson, starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    await desk.press(ShowRoll(lesson_id=lesson.id))

    assert await desk.tap("▫️ Anna · IT&23") == "🕒 Anna: late"


async def test_mark_is_taken_back_within_a_minute(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    theirs = await place(make, course, people[0])
    await desk.press(Tap(lesson_id=lesson.id, enrollment_id=theirs))
    await desk.press(ShowMark(lesson_id=lesson.id, enrollment_id=theirs))

    assert await desk.tap("↩️ Take the mark back") == "↩️ The mark is taken back."

    again = await desk.tap(UndoMark(lesson_id=lesson.id, enrollment_id=theirs))
    assert again == "There is no such mark any more."
    assert await statuses(make) == []


async def test_before_check_in_opens_a_tap_offers_an_excuse(
    make: Factory, desk: Desk, course: Course, people: list[User]
) -> None:
    ahead = await make.lesson(course, starts_at=NOON + DAY)
    said = await desk.press(ShowRoll(lesson_id=ahead.id))
    assert "Tap somebody to note that they will not come." in said

    await desk.press("▫️ Anna · IT&23")
    assert desk.labels == ["📝 Excused", "⬅️ To the lesson's list", "🏠 Menu"]
    assert await desk.tap("📝 Excused") == "📝 Anna: excused"

    theirs = await place(make, course, people[1])
    which: dict[str, Any] = {"lesson_id": ahead.id, "enrollment_id": theirs}
    refused = await desk.tap(PutMark(**which, put=Put.PRESENT))
    assert refused == "Check-in is not open now. Refresh the screen."
    assert await statuses(make) == [EXCUSED]


async def test_another_mark_is_chosen(make: Factory, desk: Desk, lesson: Lesson) -> None:
    await desk.press(ShowRoll(lesson_id=lesson.id))
    await desk.press("✏️ Another mark")

    await desk.press("▫️ Anna · IT&23")

    assert await desk.tap("📝 Excused") == "📝 Anna: excused"
    assert await statuses(make) == [EXCUSED]


# Corrections


async def test_old_mark_is_corrected_with_a_typed_reason(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    await marked(make, course, lesson, people[0], marked_by=people[0].id)
    theirs = await place(make, course, people[0])
    said = await desk.press(ShowMark(lesson_id=lesson.id, enrollment_id=theirs))
    assert said.endswith("To change the mark, I will ask you for a reason.")

    assert "Why?" in await desk.press("✖️ Absent")
    assert desk.labels == [
        *("To fix a mistake", "Left before the end", "⬅️ To the mark", "🏠 Menu"),
    ]
    await desk.write("Went <home>")

    (it,) = await make.all(Attendance)
    assert (it.status, it.reason) == (ABSENT, "Went <home>")
    card = await desk.press(ShowMark(lesson_id=lesson.id, enrollment_id=theirs))
    assert "Reason: Went &lt;home&gt;" in card


async def test_old_mark_is_corrected_with_a_usual_reason(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    await marked(make, course, lesson, people[0], ABSENT, marked_at=NOON - HOUR)
    theirs = await place(make, course, people[0])
    which: dict[str, Any] = {"lesson_id": lesson.id, "enrollment_id": theirs}
    await desk.press(PutMark(**which, put=Put.LATE))

    assert await desk.tap("Came later") == "🕒 Anna: late"

    (it,) = await make.all(Attendance)
    assert (it.status, it.reason) == (LATE, "Came later")


@pytest.mark.parametrize("typed", ["x" * 400, *NOTHING.values()])
async def test_reason_that_cannot_be_is_asked_for_again(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User], typed: str
) -> None:
    await marked(make, course, lesson, people[0], marked_by=people[0].id)
    theirs = await place(make, course, people[0])
    which: dict[str, Any] = {"lesson_id": lesson.id, "enrollment_id": theirs}
    await desk.press(PutMark(**which, put=Put.ABSENT))

    said = await desk.write(typed)

    assert "reason" in said
    assert "To fix a mistake" in desk.labels
    assert await statuses(make) == [PRESENT]


async def test_who_left_the_course_meanwhile_is_not_marked(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    theirs = await make.enrollment_of(course, people[0])
    await make.change(theirs, status="cancelled")

    said = await desk.tap(Tap(lesson_id=lesson.id, enrollment_id=theirs.id))

    assert said == "There is no such enrollment here any more."


# Everybody


async def test_everybody_is_marked_after_a_question_and_taken_back(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await desk.press(ShowRoll(lesson_id=lesson.id))

    said = await desk.press("✅ Mark everybody")
    assert said == "3 people have no mark. Mark them as present?"
    said = await desk.press("✅ Yes, they came")
    assert said.startswith("✅ 3 people are marked as present.")
    assert await statuses(make) == [PRESENT] * 3
    said = await desk.press("↩️ Take it back")

    assert said == "↩️ 3 marks are taken back."
    assert await statuses(make) == []


async def test_second_tap_marks_nobody_twice(make: Factory, desk: Desk, lesson: Lesson) -> None:
    button = MarkAll(lesson_id=lesson.id, put=Put.PRESENT)
    await desk.press(button)

    assert await desk.press(button) == "Everybody has a mark already."

    assert "↩️ Take it back" not in desk.labels
    assert len(await make.all(Delivery)) == len(await make.all(LogEntry)) == 3


async def test_everybody_but_those_who_are_not_here(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await desk.press(ShowRoll(lesson_id=lesson.id))
    await desk.press("✅ Everybody except…")

    assert await desk.tap("▫️ Anna · IT&23") == "✖️ Anna: absent"
    assert await desk.tap("▫️ Clara · IT&23") == "✖️ Clara: absent"
    assert await desk.tap("✖️ Anna · IT&23") == "↩️ The mark is taken back."
    await desk.press("✅ The others came")
    await desk.press("✅ Yes, they came")

    assert sorted(await statuses(make)) == [ABSENT, PRESENT, PRESENT]


async def test_when_it_is_late_it_asks_whether_they_came_in_time(
    make: Factory, desk: Desk, lesson: Lesson
) -> None:
    await make.change(lesson, starts_at=NOON - HOUR, ends_at=NOON + HOUR)

    said = await desk.press(AskAll(lesson_id=lesson.id, put=Put.PRESENT))

    assert said.endswith("did they come in time?")
    assert desk.labels[:2] == ["✅ Yes, they came", "🕒 Yes, they came late"]


async def test_after_the_lesson_the_rest_did_not_come(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    await marked(make, course, lesson, people[0])
    await make.change(lesson, check_in_until=NOON - MINUTE)

    said = await desk.press(AskAll(lesson_id=lesson.id, put=Put.ABSENT))
    assert said == "2 people have no mark. Mark them as absent?"
    await desk.press("✖️ Yes, they did not come")

    assert sorted(await statuses(make)) == [ABSENT, ABSENT, PRESENT]


async def test_while_people_check_in_the_rest_did_not_come_ends_it(
    make: Factory, desk: Desk, lesson: Lesson, people: list[User]
) -> None:
    await desk.press(ShowRoom(lesson_id=lesson.id))
    said = await desk.press("✖️ The rest did not come")
    assert said == "3 people have no mark. Mark them as absent?\n\nThat also ends check-in."
    assert (await make.again(lesson)).check_in_until is None
    await desk.press("✖️ Yes, they did not come")

    assert await statuses(make) == [ABSENT] * 3
    assert (await make.again(lesson)).check_in_until == NOON
    assert "close_check_in" in {it.action for it in await make.all(LogEntry)}


@pytest.mark.parametrize("at", [0, 2**62, 2**63 - 1])
async def test_forged_moment_takes_nothing_back(
    make: Factory, desk: Desk, lesson: Lesson, at: int
) -> None:
    await desk.press(MarkAll(lesson_id=lesson.id, put=Put.PRESENT))

    await desk.tap(UndoAll(lesson_id=lesson.id, put=Put.PRESENT, at=at))

    assert len(await make.all(Attendance)) == 3


# Who may


@pytest.mark.parametrize("who", ["other host", "admin", "participant"])
async def test_nobody_else_sees_or_marks_anybody(
    feed: Feed, make: Factory, course: Course, lesson: Lesson, people: list[User], who: str
) -> None:
    others = {
        "other host": await make.user(role=Role.HOST),
        "admin": await make.admin(),
        "participant": people[0],
    }
    desk, theirs = Desk(feed, others[who]), await place(make, course, people[0])

    assert await desk.tap(ShowRoll(lesson_id=lesson.id)) == NOT_YOURS
    assert await desk.tap(Tap(lesson_id=lesson.id, enrollment_id=theirs)) == NOT_YOURS
    assert await desk.tap(MarkAll(lesson_id=lesson.id, put=Put.PRESENT)) == NOT_YOURS
    assert await statuses(make) == []


async def test_assistant_marks_as_the_host_does(
    feed: Feed, make: Factory, course: Course, lesson: Lesson
) -> None:
    oleg = await make.user(full_name="Oleg")
    await make.staff(course, oleg, StaffPart.ASSISTANT)
    desk = Desk(feed, oleg)
    await desk.press(ShowRoll(lesson_id=lesson.id))

    assert await desk.tap("▫️ Anna · IT&23") == "✅ Anna: present"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
async def test_whatever_people_are_called_each_screen_can_be_shown(
    feed: Feed, make: Factory, vera: User, language: str, name: str
) -> None:
    await make.change(vera, language=language)
    anna = await make.user(full_name=name, study_group=name)
    course = await make.course(anna, name=name)
    await make.staff(course, vera)
    lesson = await make.lesson(course, starts_at=NOON, topic=name)
    desk, theirs = Desk(feed, vera), await place(make, course, anna)
    which: dict[str, Any] = {"lesson_id": lesson.id, "enrollment_id": theirs}

    await desk.press(ShowRoll(lesson_id=lesson.id))
    await desk.press(Tap(**which))
    await desk.press(ShowMark(**which))
    await make.change(await only_mark(make), marked_at=NOON - DAY, reason=name)
    await desk.press(ShowMark(**which))
    await desk.press(PutMark(**which, put=Put.ABSENT))


async def only_mark(make: Factory) -> Attendance:
    (it,) = await make.all(Attendance)
    return it


async def test_press_that_comes_twice_changes_nothing_more(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    whose = {"lesson_id": lesson.id, "enrollment_id": await place(make, course, people[1])}
    absent, back = Tap(**whose, search="x0"), Tap(**whose, search="x0", shown=Shown.ABSENT)

    await desk.press(absent)
    await desk.press(absent)
    once = await statuses(make)
    await desk.press(back)
    await desk.press(back)

    assert once == [ABSENT]
    assert await statuses(make) == []
    assert [it.action for it in await make.all(LogEntry)] == ["check_in", "undo_attendance"]


async def test_old_button_of_who_was_marked_opens_the_mark(
    make: Factory, desk: Desk, course: Course, lesson: Lesson, people: list[User]
) -> None:
    enrollment_id = await place(make, course, people[0])

    said = await desk.press(
        Tap(lesson_id=lesson.id, enrollment_id=enrollment_id, shown=Shown.PRESENT)
    )

    assert "No mark yet." in said
    assert await statuses(make) == []
