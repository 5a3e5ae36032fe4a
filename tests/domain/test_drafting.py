"""A schedule that somebody has typed: previewed by what saves it, in any zone, by two at once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, LogEntry, StaffPart, User
from db.session import Transaction
from domain import drafting, extra_lessons, moving
from domain.campus import Campus
from domain.drafting import Draft, Fate, Preview, Saved
from domain.errors import PreviewGone, ScheduleWithoutDays
from domain.series import Outcome, Scope, Which
from tests.factories import NOON, Factory
from tests.people import CAMPUS, as_actor
from tests.races import Act, create_race

ZONES = ["Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Vladivostok"]
"""Clocks change by night, by half an hour, at midnight, and never."""

MONDAYS = {"days": ["mo"], "start": "18:00", "end": "19:30", "location": None}
FIRST, LAST = date(2026, 3, 9), date(2026, 11, 30)
"""Over both changes of the clocks."""


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria")


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course()
    await make.staff(course, maria, StaffPart.HOST)
    return course


def draft(course: Course, *rules: dict[str, Any], **days: date) -> Draft:
    found = {"first": FIRST, "last": LAST} | days
    return Draft(course.id, [*rules] or [MONDAYS], found["first"], found["last"])


def of_zone(name: str) -> Campus:
    return Campus(ZoneInfo(name), "en")


async def save(
    session: AsyncSession, who: User, wanted: Draft, campus: Campus = CAMPUS
) -> Preview | Saved:
    seen = await drafting.preview(session, as_actor(who), campus, wanted, now=NOON)
    saved = await drafting.save(session, as_actor(who), campus, wanted, key=seen.key, now=NOON)
    await session.flush()
    return saved


@pytest.mark.parametrize("zone", ZONES)
async def test_what_was_previewed_is_what_is_saved_at_the_same_hour_all_year(
    session: AsyncSession, make: Factory, maria: User, course: Course, zone: str
) -> None:
    campus = of_zone(zone)
    seen = await drafting.preview(session, as_actor(maria), campus, draft(course), now=NOON)

    await save(session, maria, draft(course), campus)

    lessons = await make.all(Lesson)
    assert [it.starts_at for it in lessons] == [it.starts_at for it in seen.lines]
    assert {it.fate for it in seen.lines} == {Fate.ADDED}
    local = [it.starts_at.astimezone(campus.tz) for it in lessons]
    assert {(it.weekday(), it.hour, it.minute) for it in local} == {(0, 18, 0)}
    assert {it.ends_at - it.starts_at for it in lessons} == {timedelta(minutes=90)}
    assert len(lessons) == 39


@pytest.mark.parametrize("zone", ZONES)
async def test_series_that_is_moved_by_a_week_keeps_its_hour(
    session: AsyncSession, make: Factory, maria: User, course: Course, zone: str
) -> None:
    campus, actor = of_zone(zone), as_actor(maria)
    await save(session, maria, draft(course), campus)
    first = (await make.all(Lesson))[0]
    what = {"lesson_id": first.id, "typed": "+1 week", "now": NOON}
    _, move = await moving.read(session, actor, campus, **what)  # type: ignore[arg-type]

    which = Which(first.id, Scope.ALL)
    outcome = await moving.shift(session, actor, campus, which, move=move, now=NOON)
    await session.flush()

    local = [it.starts_at.astimezone(campus.tz) for it in await make.all(Lesson)]
    assert isinstance(outcome, Outcome)
    assert (outcome.changed, outcome.left) == (39, 0)
    assert {(it.weekday(), it.hour, it.minute) for it in local} == {(0, 18, 0)}
    assert min(local).date() == FIRST + timedelta(weeks=1)
    entries = [it for it in await make.all(LogEntry) if it.action == "change_lesson"]
    assert all(len(it.details["starts_at"]) == 2 for it in entries)
    assert len(entries) == 39


async def test_lesson_by_hand_is_on_the_clock_of_the_campus(
    session: AsyncSession, make: Factory, maria: User, course: Course
) -> None:
    what = {"course_id": course.id, "typed": "29.03.2026 02:30-03:15", "now": NOON}
    berlin = of_zone("Europe/Berlin")

    read = await extra_lessons.read(session, as_actor(maria), berlin, **what)  # type: ignore[arg-type]
    lesson = await extra_lessons.add(session, as_actor(maria), read.spelled, now=NOON)

    assert lesson.starts_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert lesson.ends_at == lesson.starts_at + timedelta(minutes=45)


async def test_of_two_who_save_at_once_the_second_sees_what_the_first_did(
    committing: Transaction, empty_database_url: str
) -> None:
    make = Factory(committing)
    maria, petr, course = await make.user(), await make.user(), await make.course()
    for who in (maria, petr):
        await make.staff(course, who)
    evening, noon = draft(course), draft(course, MONDAYS | {"start": "12:00", "end": "13:00"})
    async with committing() as session:
        seen = await drafting.preview(session, as_actor(petr), CAMPUS, noon, now=NOON)

    def saving(who: User, wanted: Draft, key: str | None) -> Act:
        async def act(session: AsyncSession) -> Preview | Saved:
            if key is None:
                return await save(session, who, wanted)
            actor = as_actor(who)
            return await drafting.save(session, actor, CAMPUS, wanted, key=key, now=NOON)

        return act

    race = create_race(committing, empty_database_url)
    first, second = await race(saving(maria, evening, None), saving(petr, noon, seen.key))

    assert isinstance(first, Saved)
    assert isinstance(second, Preview)
    assert second.is_stale
    assert second.count(Fate.MOVED) == 39
    assert {it.starts_at.hour for it in await make.all(Lesson)} == {15}


async def test_typed_days_alone_need_a_schedule(
    session: AsyncSession, maria: User, course: Course
) -> None:
    _, begun = await drafting.begin(session, as_actor(maria), course_id=course.id)

    with pytest.raises(ScheduleWithoutDays):
        await drafting.read(
            session, as_actor(maria), CAMPUS, begun=begun, typed="1.09-20.12", now=NOON
        )


@pytest.mark.parametrize("kept", [{}, {"place": "B-7"}, {"course_id": 1}])
def test_what_is_no_draft_is_gone(kept: dict[str, Any]) -> None:
    with pytest.raises(PreviewGone):
        drafting.kept(kept, course_id=1)


def test_draft_of_another_course_is_gone(course: Course) -> None:
    with pytest.raises(PreviewGone):
        drafting.kept(draft(course).packed(), course_id=course.id + 1)
