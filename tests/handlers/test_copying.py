"""A course is copied for the next term."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from aiogram import Dispatcher

from db.models import (
    Banner,
    Course,
    CourseStaff,
    CourseStatus,
    Enrollment,
    Lesson,
    LogEntry,
    ReminderRule,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain.clock import Clock
from keyboards.copying import AskCopy, CopyCourse
from keyboards.editing import RunCourse
from keyboards.hub import DeleteCourse
from tests.conftest import Feed, create_feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import HOUR, Factory
from tests.telegram import tap

MONDAYS = {"days": ["mo"], "start": "18:00", "end": "19:30"}
FIRST, LAST = date(2026, 2, 2), date(2026, 2, 23)
RICH: dict[str, Any] = {
    "name": "Algebra",
    "description": "Of sets",
    "description_entities": [{"type": "bold", "offset": 3, "length": 4}],
    "banner_url": "https://example.org/b.jpg",
    "schedule": [MONDAYS],
    "is_from_misis": True,
    "points_per_visit": 5,
    "access_level": Role.HOST,
    "capacity": 3,
    "location": "B-734",
    "online_url": "https://example.org",
    "opens_before": timedelta(minutes=5),
    "late_after": timedelta(minutes=7),
    "completion_percent": 80,
}


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def desk(feed: Feed, vera: User) -> Desk:
    return Desk(feed, vera)


async def given(make: Factory, **changed: Any) -> Course:
    """In winter, with people."""
    dates = {
        "start_date": FIRST,
        "end_date": LAST,
        "enroll_until": datetime(2026, 2, 1, 20, 59, 59, tzinfo=UTC),
    }
    anna = await make.user()
    course = await make.course(anna, **RICH | dates | changed)
    await make.staff(course, await make.user(), StaffPart.HOST)
    await make.add(ReminderRule(course_id=course.id, before=HOUR))
    await make.banner(course, file_id="known")
    return course


async def copy_of(make: Factory, course: Course) -> Course:
    [found] = [it for it in await make.all(Course) if it.id != course.id]
    return found


async def test_copy_is_everything_but_people(desk: Desk, make: Factory, vera: User) -> None:
    course = await given(make)
    await desk.press(RunCourse(course_id=course.id))

    asked = await desk.press("📄 Copy")
    said = await desk.write("7.09")

    copy = await copy_of(make, course)
    assert asked.startswith("Copying <b>Algebra</b>: everything but the people.")
    assert said.startswith("✅ Copied. It is a draft")
    assert {name: getattr(copy, name) for name in RICH} == RICH
    assert (copy.status, copy.taken, copy.version) == (CourseStatus.DRAFT, 0, 1)
    assert (copy.start_date, copy.end_date) == (date(2026, 9, 7), date(2026, 9, 28))
    assert copy.enroll_until == datetime(2026, 9, 6, 20, 59, 59, tzinfo=UTC)
    assert (copy.leave_until, copy.announce_at) == (None, None)
    lessons = [it.starts_at for it in await make.all(Lesson) if it.course_id == copy.id]
    assert lessons == [datetime(2026, 9, 7, 15, tzinfo=UTC) + it * timedelta(7) for it in range(4)]
    staff = [it for it in await make.all(CourseStaff) if it.course_id == copy.id]
    assert [(it.user_id, it.part) for it in staff] == [(vera.id, StaffPart.MANAGER)]
    assert [it.course_id for it in await make.all(ReminderRule)] == [course.id, copy.id]
    assert len(await make.all(Enrollment)) == 1
    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.entity_id) == ("copy_course", copy.id)
    assert (entry.details["copy_of"], entry.details["capacity"]) == (course.id, [None, 3])
    assert entry.details["start_date"] == [None, "2026-09-07"]
    assert entry.details["banner_id"] == [None, copy.banner_id]
    assert len(entry.details["timetable"]) == 4


async def lessons_of(make: Factory, course: Course) -> list[Lesson]:
    found = [it for it in await make.all(Lesson) if it.course_id == course.id]
    return sorted(found, key=lambda it: it.starts_at)


async def test_lessons_that_no_schedule_makes_are_copied_as_many_days_later(
    desk: Desk, make: Factory
) -> None:
    course = await given(make, schedule=[])
    at = datetime(2026, 2, 3, 15, tzinfo=UTC)
    host = await make.user()
    by_hand: dict[str, Any] = {"topic": "Sets", "location": "A-1", "host_id": host.id}
    await make.lesson(course, starts_at=at, **by_hand)
    await make.lesson(course, starts_at=at + HOUR * 24, planned_at=at, edited_at=at)
    await make.lesson(course, starts_at=at + HOUR * 48, status="cancelled")
    await desk.press(AskCopy(course_id=course.id))

    await desk.write("7.09")

    first, second = await lessons_of(make, await copy_of(make, course))
    assert (first.starts_at, first.ends_at) == (
        datetime(2026, 9, 8, 15, tzinfo=UTC),
        datetime(2026, 9, 8, 16, tzinfo=UTC),
    )
    assert (first.topic, first.location, first.host_id) == ("Sets", "A-1", None)
    assert first.edited_at is not None
    assert second.starts_at == datetime(2026, 9, 9, 15, tzinfo=UTC)
    [entry] = [it for it in await make.all(LogEntry) if it.action == "copy_course"]
    assert [it[0] for it in entry.details["timetable"]] == [first.id, second.id]


async def test_topics_are_copied_in_their_order(desk: Desk, make: Factory) -> None:
    course = await given(make)
    at = datetime(2026, 2, 2, 15, tzinfo=UTC)
    for number, topic in enumerate(["Sets", "Maps", "Groups"]):
        planned = at + number * timedelta(weeks=1)
        moved = planned + number * HOUR
        await make.lesson(course, starts_at=moved, planned_at=planned, topic=topic)
    await desk.press(AskCopy(course_id=course.id))

    await desk.write("8.09")

    found = await lessons_of(make, await copy_of(make, course))
    assert [it.topic for it in found] == ["Sets", "Maps", "Groups"]
    assert [it.edited_at for it in found] == [None] * 3


async def test_course_without_a_first_day_begins_with_its_first_lesson(
    desk: Desk, make: Factory
) -> None:
    course = await given(make, schedule=[], start_date=None, end_date=None)
    for number in range(2):
        start = datetime(2026, 2, 3 + 7 * number, 15, tzinfo=UTC)
        await make.lesson(course, starts_at=start)
    await desk.press(AskCopy(course_id=course.id))

    await desk.write("7.09")

    found = await lessons_of(make, await copy_of(make, course))
    assert [it.starts_at.day for it in found] == [7, 14]


async def test_each_has_its_own_banner(desk: Desk, make: Factory) -> None:
    course = await given(make)
    await desk.press(AskCopy(course_id=course.id))
    await desk.write("7.09")
    copy = await copy_of(make, course)

    await desk.press(DeleteCourse(course_id=copy.id))

    assert copy.banner_id not in {None, (await make.again(course)).banner_id}
    assert [it.file_id for it in await make.all(Banner)] == ["known"]


async def test_days_that_are_offered_keep_the_weekday(desk: Desk, make: Factory) -> None:
    course = await given(make)

    await desk.press(AskCopy(course_id=course.id))

    assert desk.labels == [
        "9.03.2026 (in 5 weeks)",
        "3.08.2026 (in 26 weeks)",
        "1.02.2027 (in 52 weeks)",
        "⬅️ To managing",
        "🏠 Menu",
    ]


async def test_same_button_twice_makes_one_copy(desk: Desk, make: Factory) -> None:
    course = await given(make)
    await desk.press(AskCopy(course_id=course.id))
    button = CopyCourse.unpack(desk.telegram.buttons()["3.08.2026 (in 26 weeks)"])

    said = [await desk.press(button) for _ in range(2)]

    assert said[0] == said[1]
    assert (await copy_of(make, course)).start_date == date(2026, 8, 3)


async def test_course_without_dates_gets_its_first_day(desk: Desk, make: Factory) -> None:
    course = await given(make, start_date=None, end_date=None)

    asked = await desk.press(AskCopy(course_id=course.id))
    labels = desk.labels
    await desk.write("1 сентября")

    copy = await copy_of(make, course)
    assert asked.endswith("When does the copy begin? Write the day, such as 1.09 or 1 September.")
    assert labels == ["⬅️ To managing", "🏠 Menu"]
    assert (copy.start_date, copy.end_date, copy.enroll_until) == (date(2026, 9, 1), None, None)


@pytest.mark.parametrize("typed", ["осенью", "31.02", "", "1-15.09", "x" * 4000])
async def test_what_is_no_day_is_asked_for_again(desk: Desk, make: Factory, typed: str) -> None:
    course = await given(make)
    await desk.press(AskCopy(course_id=course.id))

    refused = await desk.write(typed or " ")
    await desk.write("7.09")

    assert refused.startswith("I did not understand the day. Write it like this: 1.09")
    assert (await copy_of(make, course)).start_date == date(2026, 9, 7)


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_met_with_the_question(
    desk: Desk, make: Factory, content: dict[str, Any]
) -> None:
    course = await given(make)
    asked = await desk.press(AskCopy(course_id=course.id))

    assert await desk.send(**content) == asked


@pytest.mark.parametrize("day", ["", "tomorrow", "19990101", "20260231", "99999999"])
async def test_forged_day_makes_nothing(desk: Desk, make: Factory, day: str) -> None:
    course = await given(make)

    notice = await desk.tap(CopyCourse(course_id=course.id, day=day, public_id=1))

    assert notice == "That cannot be. Choose with a button."
    assert len(await make.all(Course)) == 1


async def test_only_admins_copy(feed: Feed, make: Factory) -> None:
    host = await make.user(role=Role.HOST)
    course = await given(make)
    await make.staff(course, host)
    acts = [
        AskCopy(course_id=course.id),
        CopyCourse(course_id=course.id, day="20260901", public_id=1),
    ]

    for it in acts:
        assert (await feed(tap(host.telegram_id, it))).notice() == "Only admins can do that."

    assert len(await make.all(Course)) == 1


async def test_two_taps_at_once_make_one_copy(
    dispatcher: Dispatcher, committing: Transaction, clock: Clock
) -> None:
    feed, make = create_feed(dispatcher, committing, clock), Factory(committing)
    vera, course = await make.admin(), await given(make)
    button = CopyCourse(course_id=course.id, day="20260907", public_id=77)

    seen = await asyncio.gather(*(feed(tap(vera.telegram_id, button)) for _ in range(4)))

    assert len({it.said() for it in seen}) == 1
    assert len(await make.all(Course)) == 2
    assert len(await make.all(LogEntry)) == 1
