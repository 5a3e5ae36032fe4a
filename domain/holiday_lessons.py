"""Lessons that fall on days off, and those that were left out because of them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson
from db.queries import courses, holidays, importing, lessons
from db.queries.holidays import Fallen
from domain import journal, schedule, timetable
from domain.actor import Actor
from domain.campus import Campus
from domain.programme import ensure_admin

__all__ = ["Fallen"]

DAY = timedelta(days=1)


async def fallen(
    session: AsyncSession, actor: Actor, campus: Campus, *, now: datetime
) -> Sequence[Fallen]:
    """Of which courses lessons to come fall on days off; those edited by hand are left out."""
    ensure_admin(actor)
    return await holidays.fallen(session, campus.tz.key, now=now)


async def clear(
    session: AsyncSession, actor: Actor, campus: Campus, *, now: datetime
) -> Sequence[Fallen]:
    """Take these lessons away. The second time there is nothing left to take."""
    ensure_admin(actor)
    found = await holidays.fallen(session, campus.tz.key, now=now)
    held = await courses.lock_in_order(session, [it.course_id for it in found])
    ids = [it.id for it in held]
    those = await holidays.lock_fallen(session, campus.tz.key, ids, now=now)
    marked = await lessons.marked(session, [it.id for it in those])
    gone = [it for it in those if it.id not in marked]
    if gone:
        await lessons.remove(session, [it.id for it in gone])
    counts = Counter(it.course_id for it in gone)
    for course in held:
        if count := counts[course.id]:
            journal.note(session, actor, "clear_holidays", course, now=now, lessons=count)
    return [Fallen(it.id, it.name, counts[it.id]) for it in held if counts[it.id]]


async def missing(
    session: AsyncSession, actor: Actor, campus: Campus, *, first: date, last: date, now: datetime
) -> Sequence[Fallen]:
    """Of which courses the schedules have lessons on these days that were left out."""
    ensure_admin(actor)
    found = await holidays.scheduled_on(session, [first, last])
    made = await _left_out(session, campus, found, (first, last), now)
    return [Fallen(it.id, it.name, len(made[it.id])) for it in found if made[it.id]]


async def bring_back(
    session: AsyncSession, actor: Actor, campus: Campus, *, first: date, last: date, now: datetime
) -> Sequence[Fallen]:
    """Make those lessons. The second time there is none left to make."""
    seen = await missing(session, actor, campus, first=first, last=last, now=now)
    held = await courses.lock_in_order(session, [it.course_id for it in seen])
    made = await _left_out(session, campus, held, (first, last), now)
    session.add_all(lesson for those in made.values() for lesson in those)
    await timetable.ensure_no_clash(session)
    for course in held:
        if count := len(made[course.id]):
            journal.note(session, actor, "restore_lessons", course, now=now, lessons=count)
    return [Fallen(it.id, it.name, len(made[it.id])) for it in held if made[it.id]]


async def _left_out(
    session: AsyncSession,
    campus: Campus,
    those: Sequence[Course],
    span: tuple[date, date],
    now: datetime,
) -> dict[int, list[Lesson]]:
    off, (first, last) = await holidays.all_of(session), span
    every = [first + number * DAY for number in range((last - first).days + 1)]
    days = [it for it in every if it not in off]
    planned = await importing.planned(session, [it.id for it in those])
    made = {
        it.id: schedule.on_days(it.schedule, it.start_date, it.end_date, campus.tz, days=days)
        for it in those
    }
    return {
        course_id: [
            Lesson(
                course_id=course_id,
                starts_at=it.starts_at,
                planned_at=it.starts_at,
                ends_at=it.ends_at,
                location=it.location,
            )
            for it in slots
            if it.starts_at > now and it.starts_at not in planned.get(course_id, set())
        ]
        for course_id, slots in made.items()
    }
