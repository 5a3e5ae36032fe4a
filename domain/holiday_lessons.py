"""Lessons that fall on days off, and those that were left out because of them.

Admins see them in all courses, and change them in those that they edit; of the others they are
told.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson
from db.queries import courses, holidays, importing, lessons, staff
from db.queries.holidays import Fallen
from domain import journal, policy, schedule, timetable
from domain.actor import Actor
from domain.campus import Campus
from domain.policy import Action
from domain.programme import ensure_admin

__all__ = ["Fallen", "Found"]

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """Lessons by their courses."""

    mine: Sequence[Fallen]
    others: Sequence[Fallen]
    """Of courses that the actor does not edit."""

    @property
    def lessons(self) -> int:
        return sum(it.lessons for it in self.mine)


async def fallen(session: AsyncSession, actor: Actor, campus: Campus, *, now: datetime) -> Found:
    """Of which courses lessons to come fall on days off; those edited by hand are left out."""
    ensure_admin(actor)
    return await _split(session, actor, await holidays.fallen(session, campus.tz.key, now=now))


async def clear(session: AsyncSession, actor: Actor, campus: Campus, *, now: datetime) -> Found:
    """Take these lessons away. The second time there is nothing left to take."""
    found = await fallen(session, actor, campus, now=now)
    held = await _hold(session, actor, found.mine)
    those = await holidays.lock_fallen(session, campus.tz.key, [it.id for it in held], now=now)
    marked = await lessons.marked(session, [it.id for it in those])
    gone = [it for it in those if it.id not in marked]
    told = {it.id: [it.id, timetable.state(it), None] for it in gone}
    if gone:
        await lessons.remove(session, list(told))
    for course in held:
        changed = [told[it.id] for it in gone if it.course_id == course.id]
        if changed:
            journal.note(session, actor, "clear_holidays", course, now=now, timetable=changed)
    return Found(_counted(held, gone), found.others)


async def missing(
    session: AsyncSession, actor: Actor, campus: Campus, *, first: date, last: date, now: datetime
) -> Found:
    """Of which courses the schedules have lessons on these days that were left out."""
    ensure_admin(actor)
    found = await holidays.scheduled_on(session, [first, last])
    made = await _left_out(session, campus, found, (first, last), now)
    return await _split(session, actor, _counted(found, made))


async def bring_back(
    session: AsyncSession, actor: Actor, campus: Campus, *, first: date, last: date, now: datetime
) -> Found:
    """Make those lessons. The second time there is none left to make."""
    seen = await missing(session, actor, campus, first=first, last=last, now=now)
    held = await _hold(session, actor, seen.mine)
    made = await _left_out(session, campus, held, (first, last), now)
    session.add_all(made)
    await timetable.ensure_no_clash(session)
    for course in held:
        changed = [[it.id, None, timetable.state(it)] for it in made if it.course_id == course.id]
        if changed:
            journal.note(session, actor, "restore_lessons", course, now=now, timetable=changed)
    return Found(_counted(held, made), seen.others)


async def _split(session: AsyncSession, actor: Actor, those: Sequence[Fallen]) -> Found:
    parts = await staff.parts(session, actor.id, [it.course_id for it in those])
    mine = [it for it in those if policy.can(actor.role, parts.get(it.course_id), Action.EDIT)]
    return Found(mine, [it for it in those if it not in mine])


async def _hold(session: AsyncSession, actor: Actor, those: Sequence[Fallen]) -> Sequence[Course]:
    """The courses that the actor edits still, now that nobody can change that."""
    held = await courses.lock_in_order(session, [it.course_id for it in those])
    parts = await staff.parts(session, actor.id, [it.id for it in held])
    return [
        it
        for it in held
        if it.deleted_at is None and policy.can(actor.role, parts.get(it.id), Action.EDIT)
    ]


def _counted(those: Sequence[Course], found: Sequence[Lesson]) -> list[Fallen]:
    counts = Counter(it.course_id for it in found)
    return [Fallen(it.id, it.name, counts[it.id]) for it in those if counts[it.id]]


async def _left_out(
    session: AsyncSession,
    campus: Campus,
    those: Sequence[Course],
    span: tuple[date, date],
    now: datetime,
) -> list[Lesson]:
    off, (first, last) = await holidays.all_of(session), span
    every = [first + number * DAY for number in range((last - first).days + 1)]
    days = [it for it in every if it not in off]
    planned = await importing.planned(session, [it.id for it in those])
    return [
        timetable.made(course, slot, now)
        for course in those
        for slot in schedule.on_days(
            course.schedule, course.start_date, course.end_date, campus.tz, days=days
        )
        if slot.starts_at > now and slot.starts_at not in planned.get(course.id, set())
    ]
