"""A schedule that is saved as it was, or that somebody else has saved meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from db.models import Course, Holiday, Lesson, LogEntry, Role, User
from db.session import Transaction
from keyboards.schedule import AskSchedule
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import NOON, Factory

TODAY = NOON.date()
WEEK = timedelta(weeks=1)
DATES: dict[str, Any] = {"start_date": TODAY, "end_date": TODAY + 3 * WEEK}
RULE = "Mon 18:00-19:30 B-734"


@pytest.fixture
async def people(make: Factory) -> list[User]:
    names = ("Maria", "Boris <b>")
    return [await make.user(full_name=it, role=Role.HOST) for it in names]


@pytest.fixture
async def course(make: Factory, people: list[User]) -> Course:
    course = await make.course(name="Algebra", **DATES)
    for it in people:
        await make.staff(course, it)
    return course


@pytest.fixture
def maria(feed: Feed, people: list[User]) -> Desk:
    return Desk(feed, people[0])


@pytest.fixture
def boris(feed: Feed, people: list[User]) -> Desk:
    return Desk(feed, people[1])


async def save(desk: Desk, course: Course, typed: str) -> str:
    await desk.press(AskSchedule(course_id=course.id))
    preview = await desk.write(typed)
    await desk.press("✅ Save")
    return preview


async def test_schedule_that_is_saved_as_it_was_does_what_its_preview_said(
    make: Factory, transaction: Transaction, maria: Desk, course: Course
) -> None:
    await save(maria, course, RULE)
    await make.add(Holiday(day=TODAY + WEEK))

    without = await save(maria, course, RULE)
    three = [it.starts_at.date() for it in await make.all(Lesson)]
    async with transaction() as session:
        await session.execute(delete(Holiday))
    back = await save(maria, course, RULE)

    assert "✖️ Removed: 1" in without
    assert three == [TODAY, TODAY + 2 * WEEK, TODAY + 3 * WEEK]
    assert "🆕 New lessons: 1" in back
    assert len(await make.all(Lesson)) == 4
    _first, gone, came = await make.all(LogEntry)
    assert [gone.action, came.action] == ["change_course"] * 2
    assert [it[2] for it in gone.details["timetable"]] == [None]
    assert [it[1] for it in came.details["timetable"]] == [None]


async def test_schedule_that_changes_nothing_leaves_no_entry(
    make: Factory, maria: Desk, course: Course
) -> None:
    await save(maria, course, RULE)
    await save(maria, course, RULE)

    assert len(await make.all(LogEntry)) == 1


async def test_other_end_and_place_of_lessons_that_begin_as_before_are_shown(
    make: Factory, maria: Desk, course: Course
) -> None:
    await save(maria, course, RULE)

    preview = await save(maria, course, "Mon 18:00-21:00 L-550")
    again = await save(maria, course, "Mon 18:00-21:00 L-550")

    assert "✏️ Another end or place: 4" in preview
    assert "Unchanged" not in preview
    assert "✏️ Mon, 2 March, 18:00\u201321:00, L-550 (was 18:00\u201319:30, B-734)" in preview
    assert "Unchanged: 4" in again


async def test_other_place_alone_is_shown_and_makes_another_preview(
    make: Factory, maria: Desk, course: Course
) -> None:
    await save(maria, course, RULE)

    preview = await save(maria, course, "Mon 18:00-19:30")

    assert "✏️ Mon, 2 March, 18:00\u201319:30, as the course has it (was B-734)" in preview


async def test_lesson_that_moves_to_another_room_says_both(
    make: Factory, maria: Desk, course: Course
) -> None:
    await save(maria, course, RULE)

    preview = await save(maria, course, "Mon 19:00-20:30 L-550")

    assert "🔁 Mon, 2 March, 19:00\u201320:30, L-550 (was 18:00, B-734)" in preview


async def test_who_saved_another_schedule_meanwhile_is_told(
    make: Factory, maria: Desk, boris: Desk, course: Course
) -> None:
    await maria.press(AskSchedule(course_id=course.id))
    await save(boris, course, RULE)

    preview = await maria.write("Tue 10:00-11:00")
    await maria.press("✅ Save")

    assert preview.startswith("⚠️ ")
    assert "Who: Boris &lt;b&gt;. When: 2 Mar 2026, 15:00." in preview
    assert "It is now: Mon 18:00\u201319:30, B-734" in preview
    assert {it.starts_at.weekday() for it in await make.all(Lesson)} == {1}


async def test_who_saved_between_preview_and_saving_is_told_too(
    make: Factory, maria: Desk, boris: Desk, course: Course
) -> None:
    await maria.press(AskSchedule(course_id=course.id))
    await maria.write("Tue 10:00-11:00")
    await save(boris, course, RULE)

    again = await maria.press("✅ Save")

    assert "Who: Boris &lt;b&gt;" in again
    assert {it.starts_at.weekday() for it in await make.all(Lesson)} == {0}


async def test_who_takes_the_schedule_away_is_told_too(
    make: Factory, maria: Desk, boris: Desk, course: Course
) -> None:
    await save(boris, course, RULE)
    await maria.press(AskSchedule(course_id=course.id))
    await save(boris, course, "Tue 10:00-11:00")

    assert "Who: Boris &lt;b&gt;" in await maria.press("No schedule")


async def test_other_change_of_the_course_is_no_warning(
    make: Factory, maria: Desk, course: Course
) -> None:
    await maria.press(AskSchedule(course_id=course.id))
    await make.change(course, version=2, name="Geometry")

    assert "⚠️" not in await maria.write("Tue 10:00-11:00")


async def test_own_schedule_is_no_warning(make: Factory, maria: Desk, course: Course) -> None:
    await save(maria, course, RULE)

    assert "⚠️" not in await save(maria, course, "Tue 10:00-11:00")
