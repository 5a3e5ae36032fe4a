"""Single lessons in the chat: listed, moved, cancelled, restored, added."""

# ruff: noqa: RUF001 - people write with the letters and dashes of two languages

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseStatus,
    DialogState,
    Holiday,
    Lesson,
    LessonStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain import moves
from domain.moves import Move
from domain.series import Scope
from keyboards.schedule import (
    AskCancel,
    AskHost,
    AskLesson,
    AskPart,
    Cancel,
    ChooseHost,
    MoveLesson,
    Part,
    PutHost,
    PutPlace,
    Restore,
    ShowLesson,
    ShowLessons,
)
from tests.conftest import Feed
from tests.desk import LONG, NO_WORDS, NOT_TEXT, NOTHING, Desk
from tests.factories import DAY, HOUR, NOON, Factory

WEEK = timedelta(weeks=1)
EVENING = NOON + 3 * HOUR
"""Six o'clock on the campus, on a Monday."""


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria", role=Role.HOST)


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course(name="Algebra", location="B-7")
    await make.staff(course, maria)
    return course


@pytest.fixture
def desk(feed: Feed, maria: User) -> Desk:
    return Desk(feed, maria)


@pytest.fixture
async def mondays(make: Factory, course: Course) -> list[Lesson]:
    """Four of one rule, the first of which is over."""
    times = [EVENING + number * WEEK for number in (-1, 0, 1, 2)]
    return [await make.lesson(course, starts_at=it, planned_at=it) for it in times]


async def mark(make: Factory, course: Course, lesson: Lesson) -> None:
    enrollment = await make.enrollment(course, await make.user())
    await make.add(
        Attendance(
            enrollment_id=enrollment.id,
            lesson_id=lesson.id,
            lesson_date=lesson.starts_at.date(),
            status=AttendanceStatus.PRESENT,
            source=AttendanceSource.ROSTER,
            marked_at=NOON,
        )
    )


async def starts(make: Factory) -> list[datetime]:
    return [it.starts_at for it in await make.all(Lesson)]


async def test_those_to_come_are_listed_first_and_those_over_can_be_reached(
    make: Factory, desk: Desk, course: Course, mondays: list[Lesson]
) -> None:
    to_come = await desk.press(ShowLessons(course_id=course.id))
    over = await desk.press("Past lessons")
    card = await desk.press("Mon, 23 February, 18:00")

    assert to_come.startswith(
        "<b>Lessons of Algebra</b>\n\n• Mon, 2 March, 18:00–19:00\n• Mon, 9 March, 18:00–19:00"
    )
    assert over.startswith("<b>Past lessons of Algebra</b>\n\n• Mon, 23 February, 18:00–19:00")
    assert "When: <b>Mon, 23 February, 18:00–19:00 (Moscow)</b>\nTopic: <b>none</b>" in card
    assert "Place: <b>B-7</b>\nHost: <b>not assigned</b>" in card


async def test_many_lessons_have_pages_and_none_is_said(
    make: Factory, desk: Desk, course: Course
) -> None:
    empty = await desk.press(ShowLessons(course_id=course.id))
    for number in range(9):
        await make.lesson(course, starts_at=EVENING + number * DAY)

    first = await desk.press(ShowLessons(course_id=course.id))
    second = await desk.press("➡️")

    assert "There are no upcoming lessons." in empty
    assert "10 March" not in first
    assert "• Tue, 10 March, 18:00–19:00" in second


# Moving


@pytest.mark.parametrize(
    ("typed", "starts_at", "ends_at"),
    [
        ("10.03 18:00", EVENING + 8 * DAY, EVENING + 8 * DAY + HOUR),
        ("19:00-20:30", EVENING + HOUR, EVENING + 2.5 * HOUR),
        ("+1 week", EVENING + WEEK + DAY - DAY, EVENING + WEEK + HOUR),
        ("на 2 часа позже", EVENING + 2 * HOUR, EVENING + 3 * HOUR),
        ("tomorrow 18:30", EVENING + DAY + HOUR / 2, EVENING + DAY + 1.5 * HOUR),
        ("в пятницу", EVENING + 4 * DAY, EVENING + 4 * DAY + HOUR),
    ],
)
async def test_lesson_is_moved(
    make: Factory,
    desk: Desk,
    course: Course,
    typed: str,
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    await desk.press(ShowLesson(lesson_id=lesson.id))
    asked = await desk.press("🕒 Move")
    preview = await desk.write(typed)
    before = await make.again(lesson)
    await desk.press("✅ Yes, change it")

    after = await make.again(lesson)
    assert "It is now: <b>Mon, 2 March, 18:00–19:00</b>" in asked
    assert preview.startswith("New time: Mon, 2 March, 18:00–19:00 → <b>")
    assert preview.endswith("Change the lesson?")
    assert before.starts_at == EVENING
    assert (after.starts_at, after.ends_at) == (starts_at, ends_at)
    [entry] = await make.all(LogEntry)
    was = EVENING.isoformat()
    assert datetime.fromisoformat(entry.details["starts_at"][0]) == datetime.fromisoformat(was)


@pytest.mark.parametrize(
    ("label", "moved"),
    [
        ("Only this one", [2]),
        ("This and the next: 2 lessons", [2, 3]),
        ("All: 3 lessons", [1, 2, 3]),
    ],
)
async def test_one_or_those_after_it_or_all_to_come_are_moved(
    make: Factory,
    desk: Desk,
    mondays: list[Lesson],
    label: str,
    moved: list[int],
) -> None:
    await desk.press(AskPart(lesson_id=mondays[2].id, part=Part.TIME))
    await desk.write("10.03 19:00")
    await desk.press(label)

    by = [DAY + HOUR if number in moved else timedelta() for number in range(4)]
    assert await starts(make) == [
        it.starts_at + shift for it, shift in zip(mondays, by, strict=True)
    ]
    entries = await make.all(LogEntry)
    assert [it.entity_id for it in entries] == [mondays[number].id for number in moved]
    assert all(len(it.details["starts_at"]) == 2 for it in entries)


async def test_weekly_course_is_moved_by_a_week_over_itself(
    make: Factory, desk: Desk, mondays: list[Lesson]
) -> None:
    await desk.press(AskPart(lesson_id=mondays[1].id, part=Part.TIME))
    await desk.write("+1 неделя")
    await desk.press("This and the next: 3 lessons")

    assert await starts(make) == [EVENING + number * WEEK for number in (-1, 1, 2, 3)]


async def test_only_this_one_cannot_be_moved_onto_the_next(
    make: Factory, desk: Desk, mondays: list[Lesson]
) -> None:
    await desk.press(AskPart(lesson_id=mondays[1].id, part=Part.TIME))
    await desk.write("+1 week")

    notice = await desk.tap("Only this one")

    assert notice == (
        "This course has a lesson at the same time already. Choose another time, such as 20.12 "
        "18:00."
    )
    assert await starts(make) == [it.starts_at for it in mondays]


async def test_second_tap_does_not_move_them_once_more(
    make: Factory, desk: Desk, mondays: list[Lesson]
) -> None:
    await desk.press(AskPart(lesson_id=mondays[1].id, part=Part.TIME))
    await desk.write("+1 week")
    button = desk.telegram.buttons()["This and the next: 3 lessons"]
    await desk.press(MoveLesson.unpack(button))
    once = await starts(make)

    notice = await desk.tap(MoveLesson.unpack(button))

    assert notice == "This is out of date: open the screen again."
    assert await starts(make) == once


def test_hour_stays_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    starts_at = datetime(2026, 3, 23, 18, tzinfo=berlin)
    lesson = Lesson(starts_at=starts_at, ends_at=starts_at + HOUR)

    after = moves.moved(lesson, Move(starts_at, WEEK, None), berlin)

    assert after["starts_at"].astimezone(berlin).hour == 18
    assert after["starts_at"] - starts_at.astimezone(UTC) == WEEK - HOUR
    assert after["ends_at"] - after["starts_at"] == HOUR


async def test_marked_lessons_stay_and_are_counted(
    make: Factory, desk: Desk, course: Course, mondays: list[Lesson]
) -> None:
    await mark(make, course, mondays[2])
    await desk.press(AskPart(lesson_id=mondays[1].id, part=Part.TIME))
    await desk.write("19:00-20:00")

    asked = await desk.press("This and the next: 3 lessons")

    done = "✅ Changed: 2 lessons. 1 lesson stays as it was: people have been marked at it."
    assert asked.startswith(done)
    assert (await starts(make))[1:] == [
        EVENING + HOUR,
        EVENING + WEEK,
        EVENING + 2 * WEEK + HOUR,
    ]


async def test_marked_lesson_is_neither_moved_nor_cancelled(
    make: Factory, desk: Desk, course: Course, mondays: list[Lesson]
) -> None:
    await mark(make, course, mondays[1])
    lesson_id = mondays[1].id

    card = await desk.press(ShowLesson(lesson_id=lesson_id))
    labels = desk.labels
    move = await desk.tap(AskPart(lesson_id=lesson_id, part=Part.TIME))
    cancel = await desk.tap(Cancel(lesson_id=lesson_id))

    assert "People have been marked at it: it cannot be moved or cancelled." in card
    assert "🕒 Move" not in labels
    assert (
        move
        == cancel
        == "People have been marked at this lesson: it cannot be moved or cancelled."
    )


WRONG = (
    NOTHING
    | LONG
    | NO_WORDS
    | {
        "ends first": "10.03 19:00-18:00",
        "over midnight": "23:00-01:00",
        "no such day": "31.02 18:00",
        "no such hour": "10.03 25:61",
        "words": "some other day",
        "markup": "<b>10.03</b>",
        "sql": "'; DROP TABLE lessons; --",
        "two times": "18:00-19:00 20:00-21:00",
        "centuries": "+999 weeks",
        "nothing": "+0 days",
    }
)


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
async def test_wrong_time_is_refused_with_an_example_and_the_dialog_goes_on(
    make: Factory, desk: Desk, course: Course, typed: str
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TIME))

    refused = await desk.write(typed)
    preview = await desk.write("+1 day")

    assert "18:00" in refused
    assert "→" in preview


@pytest.mark.parametrize("part", Part)
@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question(
    make: Factory, desk: Desk, course: Course, part: Part, content: dict[str, Any]
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    asked = await desk.press(AskPart(lesson_id=lesson.id, part=part))

    assert await desk.send(**content) == asked


async def test_lesson_with_seconds_is_moved_too(make: Factory, desk: Desk, course: Course) -> None:
    at = EVENING + timedelta(seconds=40, microseconds=600_000)
    lesson = await make.lesson(course, starts_at=at)
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TIME))
    await desk.write("20:00-21:30")

    await desk.press("✅ Yes, change it")

    after = await make.again(lesson)
    assert (after.starts_at, after.ends_at) == (EVENING + 2 * HOUR, EVENING + 3.5 * HOUR)


async def test_move_warns_of_days_off_dates_and_a_busy_host(
    make: Factory, desk: Desk, course: Course, maria: User
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    other = await make.course(name="Logic <1>")
    await make.lesson(other, starts_at=EVENING + DAY, host_id=maria.id)
    await make.add(Holiday(day=(EVENING + DAY).date(), name="Day <off>"))
    await make.change(course, start_date=EVENING.date(), end_date=EVENING.date())
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TIME))

    said = await desk.write("+1 day")
    labels = desk.labels

    assert "⚠️ That is a day off." in said
    assert "⚠️ That is outside the dates of the course: 2 March 2026." in said
    assert "⚠️ A host is busy elsewhere then: Maria (Logic &lt;1&gt;)." in said
    assert labels == ["✅ Yes, change it", "⬅️ To the lesson", "🏠 Menu"]


async def test_move_that_its_host_cannot_make_is_not_offered(
    make: Factory, desk: Desk, course: Course, maria: User
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING, host_id=maria.id)
    other = await make.course(name="Logic <1>")
    await make.lesson(other, starts_at=EVENING + DAY, host_id=maria.id)
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TIME))

    said = await desk.write("+1 day")

    assert "⛔ Its host teaches another lesson then: Maria (Logic &lt;1&gt;)." in said
    assert "Change the lesson?" not in said
    assert desk.labels == ["🕒 Move", "👤 Host", "⬅️ To the lesson", "🏠 Menu"]
    assert "When should it be?" in await desk.press("🕒 Move")


async def test_move_that_nothing_is_in_the_way_of_warns_of_nothing(
    make: Factory, desk: Desk, course: Course
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TIME))

    assert "⚠️" not in await desk.write("+1 day")


@pytest.mark.parametrize("part", Part)
async def test_dialog_about_a_lesson_that_is_gone_ends(
    make: Factory, desk: Desk, course: Course, part: Part
) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    await desk.press(AskPart(lesson_id=lesson.id, part=part))
    await make.change(course, deleted_at=NOON)

    gone = await desk.write("20.12 18:00")
    found = await desk.write("Logic")

    assert gone == "There is no such lesson."
    assert found != gone
    [dialog] = await make.all(DialogState)
    assert dialog.state is None


async def test_dialog_about_a_new_lesson_of_a_course_that_is_gone_ends(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(AskLesson(course_id=course.id))
    await make.change(course, deleted_at=NOON)

    gone = await desk.write("20.12 18:00-19:30")

    assert "There is no such course" in gone
    [dialog] = await make.all(DialogState)
    assert dialog.state is None


# Topic, place, host


async def test_topic_is_written_and_cleared(make: Factory, desk: Desk, course: Course) -> None:
    lesson = await make.lesson(course, starts_at=EVENING)
    await desk.press(AskPart(lesson_id=lesson.id, part=Part.TOPIC))

    written = await desk.write("<Sets> & lists")
    await desk.press("📝 Topic")
    cleared = await desk.press("No topic")

    assert "Topic: <b>&lt;Sets&gt; &amp; lists</b>" in written
    assert "Topic: <b>none</b>" in cleared


async def test_place_of_all_is_another(make: Factory, desk: Desk, mondays: list[Lesson]) -> None:
    await desk.press(AskPart(lesson_id=mondays[2].id, part=Part.PLACE))
    asked = await desk.write("L-550")
    await desk.press("All: 3 lessons")
    places = [it.location for it in await make.all(Lesson)]
    await desk.press(AskPart(lesson_id=mondays[2].id, part=Part.PLACE))
    await desk.press("As the course has it")
    await desk.press("Only this one")

    assert asked.startswith("New place: <b>L-550</b>")
    assert places == [None, "L-550", "L-550", "L-550"]
    assert [it.location for it in await make.all(Lesson)] == [None, "L-550", None, "L-550"]


async def test_place_that_is_not_kept_any_more_is_asked_for_again(
    make: Factory, desk: Desk, mondays: list[Lesson]
) -> None:
    button = PutPlace(lesson_id=mondays[1].id, scope=Scope.THIS, key="12345678")

    assert await desk.tap(button) == "This is out of date: open the screen again."


async def test_host_is_chosen_from_the_team(
    make: Factory, desk: Desk, course: Course, maria: User, mondays: list[Lesson]
) -> None:
    petr = await make.user(full_name="Petr <b>", role=Role.HOST)
    await make.staff(course, petr)
    await make.staff(course, await make.user(full_name="Oleg"), StaffPart.ASSISTANT)

    await desk.press(ChooseHost(lesson_id=mondays[1].id))
    labels = desk.labels
    asked = await desk.press("Petr <b>")
    await desk.press("This and the next: 3 lessons")

    assert labels == ["Maria", "Petr <b>", "Not assigned", "⬅️ To the lesson", "🏠 Menu"]
    assert asked.startswith("New host: <b>Petr &lt;b&gt;</b>")
    assert [it.host_id for it in await make.all(Lesson)] == [None, petr.id, petr.id, petr.id]


async def test_host_who_gives_another_lesson_then_is_refused(
    make: Factory, desk: Desk, maria: User, mondays: list[Lesson]
) -> None:
    other = await make.course(name="Logic")
    await make.lesson(other, starts_at=EVENING + WEEK, host_id=maria.id)

    which = {"lesson_id": mondays[1].id, "host_id": maria.id}
    await desk.press(AskHost(**which))
    notice = await desk.tap("This and the next: 3 lessons")
    await desk.press(AskHost(**which))
    alone = await desk.tap("Only this one")

    assert notice == (
        "The host teaches another lesson at that time. Choose another time, such as 20.12 18:00, "
        "or another host."
    )
    assert alone == "✅ Changed: 1 lesson."
    assert [it.host_id for it in await make.all(Lesson)][:4] == [None, maria.id, None, None]


async def test_stranger_to_the_team_gives_no_lesson(
    make: Factory, desk: Desk, mondays: list[Lesson]
) -> None:
    anna = await make.user()

    await desk.press(AskHost(lesson_id=mondays[1].id, host_id=anna.id))
    notice = await desk.tap("Only this one")

    assert notice == "Only a manager or a host of the course can give its lessons."


# Cancelled, restored, added


async def test_lesson_is_cancelled_and_takes_place_after_all(
    make: Factory, desk: Desk, mondays: list[Lesson]
) -> None:
    lesson_id = mondays[1].id

    asked = await desk.press(AskCancel(lesson_id=lesson_id))
    cancelled = await desk.press("Yes, cancel it")
    again = await desk.tap(Cancel(lesson_id=lesson_id))
    restored = await desk.press(Restore(lesson_id=lesson_id))
    await desk.tap(Restore(lesson_id=lesson_id))

    assert asked.startswith("Cancel the lesson <b>Mon, 2 March, 18:00–19:00</b>?")
    assert "✖️ It is cancelled." in cancelled
    assert again == "The lesson is cancelled."
    assert "cancelled" not in restored
    assert [it.action for it in await make.all(LogEntry)] == ["cancel_lesson", "restore_lesson"]


async def test_slot_of_a_cancelled_lesson_is_used_again(
    make: Factory, desk: Desk, course: Course, mondays: list[Lesson]
) -> None:
    await desk.press(AskCancel(lesson_id=mondays[1].id))
    await desk.press("Yes, cancel it")
    await desk.press(AskLesson(course_id=course.id))
    added = await desk.write("2.03 18:00-19:30 L-550")

    refused = await desk.tap(Restore(lesson_id=mondays[1].id))

    assert "When: <b>Mon, 2 March, 18:00–19:30 (Moscow)</b>" in added
    assert "Place: <b>L-550</b>" in added
    assert refused == (
        "This course has a lesson at the same time already. Choose another time, such as 20.12 "
        "18:00."
    )
    assert (await make.again(mondays[1])).status is LessonStatus.CANCELLED


@pytest.mark.parametrize("typed", ["18:00-19:30", "20.12", "20.12 18:00", "someday", "20.12 9-8"])
async def test_new_lesson_needs_a_day_and_both_times(
    make: Factory, desk: Desk, course: Course, typed: str
) -> None:
    await desk.press(AskLesson(course_id=course.id))

    refused = await desk.write(typed)
    await desk.write("20.12 18:00-19:30")

    assert "18:00" in refused
    assert len(await make.all(Lesson)) == 1


async def test_cancelled_lesson_is_not_changed(
    make: Factory, desk: Desk, mondays: list[Lesson]
) -> None:
    await make.change(mondays[1], status=LessonStatus.CANCELLED)
    lesson_id = mondays[1].id

    for button in (
        AskPart(lesson_id=lesson_id, part=Part.TIME),
        AskHost(lesson_id=lesson_id),
        PutHost(lesson_id=lesson_id, host_id=0, scope=Scope.ALL),
    ):
        assert await desk.tap(button) == "This lesson is cancelled."


# Rights


@pytest.mark.parametrize("part", [StaffPart.ASSISTANT, None])
async def test_assistants_and_participants_are_refused(
    feed: Feed, make: Factory, course: Course, mondays: list[Lesson], part: StaffPart | None
) -> None:
    oleg = await make.user()
    if part:
        await make.staff(course, oleg, part)
    desk, lesson_id = Desk(feed, oleg), mondays[1].id

    for button in (
        ShowLessons(course_id=course.id),
        ShowLesson(lesson_id=lesson_id),
        AskLesson(course_id=course.id),
        AskPart(lesson_id=lesson_id, part=Part.TOPIC),
        Cancel(lesson_id=lesson_id),
        PutHost(lesson_id=lesson_id, host_id=0, scope=Scope.THIS),
    ):
        assert "course" in str(await desk.tap(button))
    assert await make.all(LogEntry) == []


async def test_another_admin_looks_on(feed: Feed, make: Factory, mondays: list[Lesson]) -> None:
    vera = Desk(feed, await make.admin())

    await vera.press(ShowLesson(lesson_id=mondays[1].id))

    assert vera.labels == ["⬅️ To the lessons", "🏠 Menu"]


async def test_lesson_of_a_draft_does_not_exist_for_others(feed: Feed, make: Factory) -> None:
    draft = await make.course(status=CourseStatus.DRAFT)
    lesson = await make.lesson(draft)

    notice = await Desk(feed, await make.user()).tap(ShowLesson(lesson_id=lesson.id))

    assert notice == "There is no such lesson."
