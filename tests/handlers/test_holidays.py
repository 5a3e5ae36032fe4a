"""Days off, and the lessons that fall on them."""

from datetime import date, timedelta
from typing import Any

import pytest
from aiogram import Dispatcher
from aiogram.types import Document

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    Holiday,
    Lesson,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain.clock import Clock
from domain.course_news import When
from keyboards.holidays import (
    AskClear,
    AskHolidays,
    AskRemoveHoliday,
    BringBack,
    ClearHolidays,
    RemoveHoliday,
    ShowHolidays,
)
from keyboards.telling import TellOfDays
from tests.conftest import Feed, create_feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import DAY, HOUR, NOON, Factory
from tests.reading.test_calendars import calendar, event
from tests.telegram import RecordedSession, send, tap

MONDAYS = [{"days": ["mo"], "start": "18:00", "end": "19:30", "location": None}]
SPAN = {"first": date(2026, 3, 9).toordinal(), "last": date(2026, 3, 10).toordinal()}


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


@pytest.fixture
async def course(make: Factory, vera: User) -> Course:
    """Vera's, on Mondays; its lesson of the 9th of March is to come."""
    course = await make.course(
        name="Python <1>",
        schedule=MONDAYS,
        start_date=date(2026, 2, 2),
        end_date=date(2026, 3, 16),
    )
    await make.staff(course, vera, StaffPart.MANAGER)
    for week in (1, 2):
        at = NOON.replace(hour=15) + timedelta(weeks=week)
        await make.lesson(course, starts_at=at, ends_at=at + 1.5 * HOUR, planned_at=at)
    return course


async def off(make: Factory) -> list[date]:
    return [it.day for it in await make.all(Holiday)]


async def lessons(make: Factory) -> list[str]:
    return [f"{it.starts_at:%m-%d}" for it in await make.all(Lesson)]


async def actions(make: Factory) -> list[str]:
    return [it.action for it in await make.all(LogEntry)]


# The list


async def test_empty_year_says_so(desk: Desk) -> None:
    assert await desk.press(ShowHolidays()) == (
        "<b>Days off, 2026</b>\n\nThere are none yet. Add days, and no lessons will fall on them."
    )
    assert desk.labels == ["\u2795 Add days", "🗂️ All courses", "🏠 Menu"]


async def test_days_one_after_another_are_one_line(make: Factory, desk: Desk) -> None:
    for day in (1, 2, 3):
        await make.add(Holiday(day=date(2026, 5, day), name="May <b>"))
    await make.add(Holiday(day=date(2026, 6, 12)))
    await make.add(Holiday(day=date(2027, 1, 1), name="New Year"))

    assert await desk.press(ShowHolidays()) == (
        "<b>Days off, 2026</b> · 4\n\n"
        "1\u20133 May 2026 · May &lt;b&gt;\n12 June 2026\n\n"
        "To take one off the list, press it."
    )
    assert desk.labels[:3] == ["✖️ 1\u20133 May 2026 May <b>", "✖️ 12 June 2026", "2027"]
    assert "1 January 2027 · New Year" in await desk.press("2027")
    assert "<b>Days off, 2026</b> · 4" in await desk.press("2026")


async def test_list_has_pages(make: Factory, desk: Desk) -> None:
    for month in range(1, 11):
        await make.add(Holiday(day=date(2026, month, 5)))

    first = await desk.press(ShowHolidays())
    second = await desk.press("➡️")

    assert "5 August 2026" in first
    assert "5 September 2026" in second
    assert "5 August" not in second


@pytest.mark.parametrize("year", [1, 1999, 2100, 2**63 - 1])
async def test_forged_year_is_the_present_one(desk: Desk, year: int) -> None:
    assert "Days off, 2026" in await desk.press(ShowHolidays(year=year, page=2**63 - 1))


# Adding


async def test_typed_days_are_off_and_it_is_in_the_history(
    make: Factory, desk: Desk, vera: User
) -> None:
    await desk.press(AskHolidays())

    said = await desk.write("1-3.05 May; 23.02")

    assert said == (
        "<b>Days off from now on</b>\n\n1\u20133 May 2026 · May\n23 February 2027\n\nNo upcoming "
        "lesson falls on a day off."
    )
    assert await off(make) == [date(2026, 5, it) for it in (1, 2, 3)] + [date(2027, 2, 23)]
    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.user_id) == ("add_holidays", vera.id)
    assert entry.details == {"days": ["2026-05-01/2026-05-03 May", "2027-02-23/2027-02-23"]}


async def test_same_days_again_are_no_news_and_another_name_is(make: Factory, desk: Desk) -> None:
    await desk.press(AskHolidays())
    await desk.write("1.05 May")

    await desk.press(AskHolidays())
    again = await desk.write("1.05 May; 1.05.2026")
    await desk.press(AskHolidays())
    renamed = await desk.write("1.05 Spring")

    assert again.startswith("These are days off already.")
    assert "1 May 2026 · Spring" in renamed
    assert await actions(make) == ["add_holidays"] * 2
    assert [it.name for it in await make.all(Holiday)] == ["Spring"]


@pytest.mark.parametrize("typed", ["soon", "31.02", "1.05; <b>what</b>", "1.01-31.12", "x" * 4000])
async def test_days_not_understood_are_refused_kindly(
    make: Factory, desk: Desk, typed: str
) -> None:
    await desk.press(AskHolidays())

    said = await desk.write(typed)

    assert said.startswith("I did not understand “")
    assert "1-8.01 New Year; 23.02" in said
    assert "⬅️ To the days off" in desk.labels
    assert await off(make) == []
    assert "Days off from now on" in await desk.write("1.05")


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_neither_words_nor_a_file_is_asked_again(
    desk: Desk, content: dict[str, Any]
) -> None:
    await desk.press(AskHolidays())

    said = await desk.send(**content)

    assert said.startswith(("Which days are off?", "I cannot read this file."))


async def test_calendar_of_days_is_imported(
    make: Factory,
    dispatcher: Dispatcher,
    transaction: Transaction,
    clock: Clock,
    desk: Desk,
    vera: User,
) -> None:
    await desk.press(AskHolidays())
    telegram = RecordedSession()
    telegram.files["f"] = calendar(event("DTSTART;VALUE=DATE:20260501", name="May"))
    feed = create_feed(dispatcher, transaction, clock, telegram)
    file = Document(file_id="f", file_unique_id="f", file_name="days.ics")

    await feed(send(vera.telegram_id, document=file))

    assert "1 May 2026 · May" in telegram.said()
    assert await off(make) == [date(2026, 5, 1)]


# Lessons on them


async def test_lessons_that_fall_on_days_off_are_counted_by_course(
    desk: Desk, course: Course
) -> None:
    await desk.press(AskHolidays())

    said = await desk.write("9.03")

    assert said == (
        "<b>Days off from now on</b>\n\n9 March 2026\n\n1 upcoming lesson falls on days "
        "off:\nPython &lt;1&gt;: 1\n\nRemove them? If not, they stay until the schedule of the "
        "course changes. Those edited by hand stay anyway."
    )
    assert desk.labels == ["Remove 1 lesson", "Keep the lessons", "🏠 Menu"]


async def test_lessons_are_taken_away_once_and_it_is_in_the_history(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.add(Holiday(day=date(2026, 3, 9)))

    await desk.press(ShowHolidays())
    await desk.press("⚠️ 1 lesson falls on them")
    said = await desk.press("Remove 1 lesson")
    again = await desk.press(ClearHolidays())

    assert said == "✅ 1 lesson is removed.\n\nPython &lt;1&gt;: 1"
    assert again == "These lessons have been removed already."
    assert await lessons(make) == ["03-16"]
    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.entity_id) == ("clear_holidays", course.id)
    stood = {
        "starts_at": "2026-03-09T15:00:00+00:00",
        "ends_at": "2026-03-09T16:30:00+00:00",
        "location": None,
    }
    [[_, before, after]] = entry.details["timetable"]
    assert (before, after) == (stood, None)


async def test_lessons_stay_if_they_are_left(make: Factory, desk: Desk, course: Course) -> None:
    await desk.press(AskHolidays())
    await desk.write("9.03")

    await desk.press("Keep the lessons")

    assert await lessons(make) == ["03-09", "03-16"]
    assert "⚠️ 1 lesson falls on them" in desk.labels


@pytest.mark.parametrize(
    "changed",
    [
        {"edited_at": NOON},
        {"status": "cancelled"},
        {"starts_at": NOON - 7 * DAY, "ends_at": NOON - 7 * DAY + HOUR},
    ],
    ids=["edited", "cancelled", "over"],
)
async def test_lessons_that_people_had_a_hand_in_stay(
    make: Factory, desk: Desk, course: Course, changed: dict[str, Any]
) -> None:
    await make.add(Holiday(day=date(2026, 3, 9)))
    await make.add(Holiday(day=date(2026, 2, 23)))
    [lesson, _] = await make.all(Lesson)
    await make.change(lesson, **changed)

    assert await desk.press(AskClear()) == "No upcoming lesson falls on a day off."
    assert await desk.press(ClearHolidays()) == "These lessons have been removed already."
    assert len(await make.all(Lesson)) == 2


async def test_lesson_on_which_somebody_was_marked_stays(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.add(Holiday(day=date(2026, 3, 9)))
    [lesson, _] = await make.all(Lesson)
    enrollment: Enrollment = await make.enrollment(course, await make.user())
    await make.add(
        Attendance(
            enrollment_id=enrollment.id,
            lesson_id=lesson.id,
            lesson_date=date(2026, 3, 9),
            status=AttendanceStatus.PRESENT,
            source=AttendanceSource.ROSTER,
            marked_at=NOON,
        )
    )

    await desk.press(ClearHolidays())

    assert len(await make.all(Lesson)) == 2


async def test_day_is_that_of_the_campus(make: Factory, desk: Desk, vera: User) -> None:
    """Half past midnight in Moscow is the day before in UTC."""
    await make.add(Holiday(day=date(2026, 3, 10)))
    course = await make.course()
    await make.staff(course, vera, StaffPart.MANAGER)
    at = NOON.replace(day=9, hour=21, minute=30)
    await make.lesson(course, starts_at=at, planned_at=at)

    assert "1 upcoming lesson falls on days off" in await desk.press(AskClear())


async def test_after_the_days_words_are_words_again(make: Factory, desk: Desk) -> None:
    await desk.press(AskHolidays())
    await desk.write("1.05")

    said = await desk.write("2.05")

    assert "Days off from now on" not in said
    assert await off(make) == [date(2026, 5, 1)]


# Courses of others


LEFT = "1 lesson is in courses that others manage. It is up to them:\nPhysics: 1"


@pytest.fixture
async def physics(make: Factory) -> Course:
    """Somebody else's, on the same days."""
    days = {"start_date": date(2026, 2, 2), "end_date": date(2026, 3, 16)}
    physics = await make.course(name="Physics", schedule=MONDAYS, **days)  # type: ignore[arg-type]
    await make.staff(physics, await make.admin(), StaffPart.MANAGER)
    at = NOON.replace(day=9, hour=15)
    await make.lesson(physics, starts_at=at, ends_at=at + 1.5 * HOUR, planned_at=at)
    return physics


async def test_lessons_of_others_are_told_of_and_stay(
    make: Factory, desk: Desk, course: Course, physics: Course
) -> None:
    await make.add(Holiday(day=date(2026, 3, 9)))

    asked = await desk.press(AskClear())
    said = await desk.press("Remove 1 lesson")

    assert asked.startswith("1 upcoming lesson falls on days off:\nPython &lt;1&gt;: 1\n\n")
    assert asked.endswith(LEFT)
    assert said == f"✅ 1 lesson is removed.\n\nPython &lt;1&gt;: 1\n\n{LEFT}"
    assert [it.course_id for it in await make.all(Lesson)] == [course.id, physics.id]
    assert await desk.press(ClearHolidays()) == LEFT
    assert await actions(make) == ["clear_holidays"]


async def test_lessons_of_others_do_not_come_back(
    make: Factory, desk: Desk, physics: Course
) -> None:
    [lesson] = await make.all(Lesson)
    await make.change(lesson, planned_at=None, starts_at=NOON + DAY, ends_at=NOON + DAY + HOUR)
    await make.add(Holiday(day=date(2026, 3, 9)))

    removed = await desk.press(RemoveHoliday(**SPAN))
    back = await desk.press(BringBack(**SPAN))

    assert removed == f"Not days off any more: 9\u201310 March 2026.\n\n{LEFT}"
    assert "Bring 1 lesson back" not in desk.labels
    assert back == LEFT
    assert len(await make.all(Lesson)) == 1


@pytest.mark.parametrize("part", [StaffPart.ASSISTANT, StaffPart.HOST])
async def test_host_edits_lessons_and_an_assistant_does_not(
    make: Factory, desk: Desk, vera: User, physics: Course, part: StaffPart
) -> None:
    await make.add(Holiday(day=date(2026, 3, 9)))
    await make.staff(physics, vera, part)

    await desk.press(ClearHolidays())

    assert len(await make.all(Lesson)) == (0 if part is StaffPart.HOST else 1)


# Telling people


@pytest.fixture
async def audience(make: Factory, course: Course, vera: User) -> Course:
    """Another course of Vera's with a lesson then; somebody is on each of both."""
    at = NOON.replace(day=9, hour=8)
    chemistry = await make.course(name="Chemistry")
    await make.staff(chemistry, vera, StaffPart.MANAGER)
    await make.lesson(chemistry, starts_at=at, planned_at=at)
    for it in (course, chemistry):
        await make.enrollment(it, await make.user())
    await make.add(Holiday(day=date(2026, 3, 9)))
    return chemistry


async def owed(make: Factory) -> list[tuple[int, int]]:
    """Of which course, and how much of it has changed."""
    news = [it for it in await make.all(Delivery) if it.kind is DeliveryKind.COURSE_CHANGED]
    return [(it.payload["course_id"], len(it.payload["before"])) for it in news]


async def test_people_are_told_that_lessons_are_off(
    make: Factory, desk: Desk, course: Course, audience: Course
) -> None:
    said = await desk.press(ClearHolidays())
    labels = desk.labels
    told = await desk.press(labels[0])

    assert said.endswith("<b>Shall I tell the participants of the 2 courses?</b>")
    assert len(labels) == 3
    assert told == "📨 I am telling the participants of 2 courses."
    assert sorted(await owed(make)) == sorted([(course.id, 4), (audience.id, 4)])
    assert await actions(make) == ["clear_holidays"] * 2 + ["tell_people"] * 2


async def test_second_answer_tells_nobody_anew(
    make: Factory, desk: Desk, vera: User, audience: Course
) -> None:
    await desk.press(ClearHolidays())
    [entry, _] = await make.all(LogEntry)
    await desk.press(TellOfDays(entry_id=entry.id, when=When.MORNING))

    await desk.tap(TellOfDays(entry_id=entry.id, when=When.NOW))

    assert len(await owed(make)) == 2
    assert await actions(make) == ["clear_holidays"] * 2 + ["tell_people"] * 2


async def test_another_admin_does_not_tell_of_it(
    feed: Feed, make: Factory, desk: Desk, audience: Course
) -> None:
    await desk.press(ClearHolidays())
    [entry, _] = await make.all(LogEntry)
    boris = Desk(feed, await make.admin())

    await boris.tap(TellOfDays(entry_id=entry.id, when=When.NOW))

    assert await owed(make) == []


async def test_people_are_not_told_if_it_is_so_chosen(
    make: Factory, desk: Desk, audience: Course
) -> None:
    await desk.press(ClearHolidays())

    assert await desk.press("Do not tell") == "I will not tell anybody."
    assert "⬅️ To the days off" in desk.labels
    assert await owed(make) == []


async def test_people_are_told_that_lessons_are_back(
    make: Factory, desk: Desk, course: Course, audience: Course
) -> None:
    for it in await make.all(Lesson):
        at = it.starts_at + DAY
        await make.change(it, planned_at=None, starts_at=at, ends_at=at + HOUR)
    await desk.press(RemoveHoliday(**SPAN))

    said = await desk.press(BringBack(**SPAN))
    await desk.press(desk.labels[1])

    assert said.endswith("<b>Shall I tell the participants of the 1 course?</b>")
    assert {course_id for course_id, _ in await owed(make)} == {course.id}
    [*_, entry, _told] = await make.all(LogEntry)
    [[_, before, after]] = entry.details["timetable"]
    assert (before, after["starts_at"]) == (None, "2026-03-09T15:00:00+00:00")


# Taking them back


async def test_day_is_taken_off_the_list_and_its_lessons_come_back(
    make: Factory, desk: Desk, course: Course
) -> None:
    await desk.press(AskHolidays())
    await desk.write("9-10.03 Spring")
    await desk.press("Remove 1 lesson")
    await desk.press(ShowHolidays())

    asked = await desk.press("✖️ 9\u201310 March 2026 Spring")
    removed = await desk.press("Yes, take off the list")
    back = await desk.press("Bring 1 lesson back")
    again = await desk.press(BringBack(**SPAN))

    assert asked == "Take off the list: <b>9\u201310 March 2026</b>?\n\nSpring"
    assert removed == (
        "Not days off any more: 9\u201310 March 2026.\n\nBy their schedules, courses would have "
        "1 lesson then:\nPython &lt;1&gt;: 1\n\nBring them back?"
    )
    assert back == "✅ 1 lesson is back.\n\nPython &lt;1&gt;: 1"
    assert again == "These lessons are there already."
    assert sorted(await lessons(make)) == ["03-09", "03-16"]
    assert await off(make) == []
    assert await actions(make) == [
        "add_holidays",
        "clear_holidays",
        "remove_holiday",
        "restore_lessons",
    ]


async def test_cancelled_lesson_does_not_come_back(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.add(Holiday(day=date(2026, 3, 9)))
    [lesson, _] = await make.all(Lesson)
    await make.change(lesson, status="cancelled", edited_at=NOON)

    assert (
        await desk.press(RemoveHoliday(**SPAN)) == "Not days off any more: 9\u201310 March 2026."
    )


async def test_archived_courses_get_no_lessons_back(
    make: Factory, desk: Desk, course: Course
) -> None:
    await make.add(Holiday(day=date(2026, 3, 9)))
    await make.change(course, status=CourseStatus.ARCHIVED)
    await desk.press(RemoveHoliday(**SPAN))

    assert await desk.press(BringBack(**SPAN)) == "These lessons are there already."


@pytest.mark.parametrize("button", [AskRemoveHoliday, RemoveHoliday])
async def test_day_that_is_gone_says_so(desk: Desk, button: Any) -> None:
    assert await desk.tap(button(**SPAN)) == "There is no such day off any more."


@pytest.mark.parametrize(("first", "last"), [(0, 0), (2**63 - 1, 2**63 - 1), (1, 2**63 - 1)])
async def test_forged_days_are_none(desk: Desk, first: int, last: int) -> None:
    await desk.press(BringBack(first=first, last=last))
    said = await desk.tap(RemoveHoliday(first=first, last=last))

    assert said == "There is no such day off any more."


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.HOST])
async def test_days_off_are_for_admins(feed: Feed, make: Factory, role: Role) -> None:
    person = await make.user(role=role)

    for button in (ShowHolidays(), AskHolidays(), ClearHolidays(), RemoveHoliday(**SPAN)):
        telegram = await feed(tap(person.telegram_id, button))
        assert telegram.notice() == "This button is out of date. Here is the menu."


async def test_days_off_are_in_russian_too(make: Factory, desk: Desk, vera: User) -> None:
    await make.change(vera, language="ru")
    await desk.press(AskHolidays())

    said = await desk.write("1-3.05.2026 Май")

    assert said.startswith("<b>Теперь выходные</b>\n\n1\u20133 мая 2026 · Май")
