"""What becomes of each lesson when a schedule is followed, and who is busy elsewhere then."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, LessonStatus, StaffPart
from db.queries import lesson_pages
from db.queries.lesson_pages import Engagement
from domain.schedule import Slot
from domain.timetable import Plan


class Fate(StrEnum):
    """What becomes of a lesson."""

    ADDED = "added"
    MOVED = "moved"
    CHANGED = "changed"
    """It begins as before, and ends at another time or is in another place."""
    KEPT = "kept"
    REMOVED = "removed"
    FREE = "free"
    """A holiday: there is none."""
    BY_HAND = "by hand"
    """It was edited, cancelled or marked, and stays as it is."""


TAKING_PLACE = {Fate.ADDED, Fate.MOVED, Fate.CHANGED, Fate.KEPT}


@dataclass(frozen=True)
class Line:
    starts_at: datetime
    ends_at: datetime
    fate: Fate
    location: str | None = None
    was: Slot | None = None
    """Of one that becomes another."""
    host_id: int | None = None
    busy: Sequence[Engagement] = ()
    """Of those who may give it."""
    is_impossible: bool = False
    """Its host gives another lesson then."""


async def lines(
    session: AsyncSession, course: Course, plan: Plan, *, now: datetime
) -> Sequence[Line]:
    """The soonest first, also those that are not any more, and days that are free."""
    return await with_busy(session, course, sorted(_lines(plan, now), key=_order))


def _lines(plan: Plan, now: datetime) -> Iterator[Line]:
    found = plan.match
    for lesson, slot in found.kept:
        fate = Fate.KEPT if _slot(lesson) == slot else Fate.CHANGED
        yield _stays(lesson, slot, fate)
    for lesson, slot in found.moved:
        yield _stays(lesson, slot, Fate.MOVED)
    for it in found.added:
        yield Line(it.starts_at, it.ends_at, Fate.ADDED)
    for lesson in found.removed:
        yield Line(lesson.starts_at, lesson.ends_at, Fate.REMOVED)
    for slot in plan.free:
        yield Line(slot.starts_at, slot.ends_at, Fate.FREE)
    for lesson in plan.fixed:
        if lesson.status is LessonStatus.SCHEDULED and lesson.starts_at > now:
            yield Line(lesson.starts_at, lesson.ends_at, Fate.BY_HAND)


def _stays(lesson: Lesson, slot: Slot, fate: Fate) -> Line:
    was = None if fate is Fate.KEPT else _slot(lesson)
    return Line(slot.starts_at, slot.ends_at, fate, slot.location, was, lesson.host_id)


def _slot(lesson: Lesson) -> Slot:
    return Slot(lesson.starts_at, lesson.ends_at, lesson.location)


async def with_busy(
    session: AsyncSession, course: Course, lines: Sequence[Line]
) -> Sequence[Line]:
    """With what those who may give each lesson give elsewhere then: its host, or all hosts."""
    if not lines:
        return lines
    team = await lesson_pages.hosts(session, course.id)
    hosts = {user_id for user_id, _, part in team if part is StaffPart.HOST}
    named = {it.host_id for it in lines if it.host_id}
    since, until = min(it.starts_at for it in lines), max(it.ends_at for it in lines)
    found = await lesson_pages.engagements(
        session, hosts | named, but=course.id, since=since, until=until
    )
    return [_beside(it, found, hosts) if it.fate in TAKING_PLACE else it for it in lines]


def _beside(line: Line, found: Sequence[Engagement], hosts: Collection[int]) -> Line:
    whose = {line.host_id} if line.host_id else hosts
    busy = [
        it
        for it in found
        if it.host_id in whose and it.starts_at < line.ends_at and line.starts_at < it.ends_at
    ]
    is_impossible = any(it.is_named and it.host_id == line.host_id for it in busy)
    return replace(line, busy=busy, is_impossible=is_impossible)


def _order(line: Line) -> tuple[datetime, Fate]:
    return line.starts_at, line.fate
