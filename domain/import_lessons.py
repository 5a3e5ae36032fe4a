"""The lessons of a calendar beside those that its course has already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, LessonStatus
from db.queries import lessons as rows
from db.queries.importing import Held
from domain import journal, timetable
from domain.actor import Actor
from domain.schedule import Slot


@dataclass(frozen=True)
class Difference:
    """What people had a hand in, and what is over, is no part of it."""

    missing: Sequence[Slot] = ()
    gone: Sequence[int] = ()
    """Lessons that the calendar has no more: they are cancelled."""
    ends: dict[int, datetime] = field(default_factory=dict)
    """Lessons that end at another time."""

    @property
    def told(self) -> dict[str, list[Any]]:
        """How many of each, as the look at a file has it."""
        found = {
            "lessons": len(self.missing),
            "lessons_gone": len(self.gone),
            "lessons_ends": len(self.ends),
        }
        return {name: [None, count] for name, count in found.items() if count}


def difference(wanted: Sequence[Slot], held: Collection[Held], now: datetime) -> Difference:
    stands = {it.starts_at for it in held} | {it.planned_at for it in held if it.planned_at}
    missing = [it for it in wanted if it.starts_at not in stands]
    slots = {it.starts_at: it for it in wanted}
    loose = [it for it in held if it.is_untouched and it.starts_at > now]
    gone = [it.id for it in loose if it.starts_at not in slots]
    kept = [it for it in loose if it.starts_at in slots]
    ends = {it.id: slots[it.starts_at].ends_at for it in kept}
    others = {it.id: ends[it.id] for it in kept if it.ends_at != ends[it.id]}
    return Difference(missing, gone, others)


async def apply(
    session: AsyncSession, actor: Actor, course: Course, it: Difference, now: datetime
) -> None:
    """New ones are no part of a schedule, which leaves them alone."""
    if not it.told:
        return
    told = [*await _cancel(session, it.gone, now), *await _end(session, it.ends, now)]
    made = [_made(course, slot, now) for slot in it.missing]
    session.add_all(made)
    await timetable.ensure_no_clash(session)
    told += [[lesson.id, None, timetable.state(lesson)] for lesson in made]
    journal.note(session, actor, "import_lessons", course, now=now, timetable=told)


def _made(course: Course, slot: Slot, now: datetime) -> Lesson:
    """Moved by hand, it is not made anew where the file has it."""
    return Lesson(
        course_id=course.id,
        edited_at=now,
        timed_at=now,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        planned_at=slot.starts_at,
    )


async def _cancel(session: AsyncSession, gone: Sequence[int], now: datetime) -> list[list[Any]]:
    told = []
    for lesson in await _held(session, gone):
        told.append([lesson.id, timetable.state(lesson), None])
        lesson.status, lesson.edited_at = LessonStatus.CANCELLED, now
    return told


async def _end(session: AsyncSession, ends: dict[int, datetime], now: datetime) -> list[list[Any]]:
    told = []
    for lesson in await _held(session, list(ends)):
        before = timetable.state(lesson)
        lesson.ends_at, lesson.edited_at = ends[lesson.id], now
        told.append([lesson.id, before, timetable.state(lesson)])
    return told


async def _held(session: AsyncSession, lesson_ids: Sequence[int]) -> list[Lesson]:
    """But for those that other dates of the course have taken away just now, and those on which
    people were marked meanwhile."""
    found = [await rows.lock(session, it) for it in lesson_ids]
    live = [it for it in found if it is not None and it.status is LessonStatus.SCHEDULED]
    marked = await rows.marked(session, [it.id for it in live])
    return [it for it in live if it.id not in marked]
