"""Lessons beside the schedule, as people write them."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson
from domain import lessons, move_warnings, policy, schedule, typed_lesson
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import LessonClash, PreviewGone
from domain.move_warnings import Warnings
from domain.policy import Action
from domain.previewing import Fate, Line


@dataclass(frozen=True)
class Extra:
    """A lesson that is not there yet."""

    course: Course
    line: Line
    warnings: Warnings
    is_this_year: bool
    """Otherwise the year may not be the one that was meant."""

    @property
    def is_plain(self) -> bool:
        """Nothing about it has to be asked."""
        return self.warnings.are_none and self.is_this_year

    @property
    def spelled(self) -> str:
        """To be kept while somebody looks at it."""
        line = self.line
        times = line.starts_at.isoformat(), line.ends_at.isoformat()
        return json.dumps([self.course.id, *times, line.location])


async def read(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    course_id: int,
    typed: str,
    now: datetime,
) -> Extra:
    """What was typed; nothing is added yet."""
    course = await policy.see_course(session, actor, Action.EDIT, course_id=course_id)
    today = now.astimezone(campus.tz).date()
    times = typed_lesson.read(typed, today=today)
    starts_at, ends_at = schedule.moments(times.start, times.end, campus.tz)
    line = Line(starts_at, ends_at, Fate.ADDED, times.place)
    found = await move_warnings.look(session, course, line, campus, now=now)
    if any(it.starts_at == starts_at for it in found.beside):
        raise LessonClash
    return Extra(course, found.line, found, times.start.year == today.year)


async def add(
    session: AsyncSession, actor: Actor, spelled: str | None, *, now: datetime
) -> Lesson:
    """What was looked at. Raises ``PreviewGone`` if nothing was."""
    if spelled is None:
        raise PreviewGone
    course_id, starts_at, ends_at, place = json.loads(spelled)
    return await lessons.add(
        session,
        actor,
        course_id=course_id,
        now=now,
        starts_at=datetime.fromisoformat(starts_at),
        ends_at=datetime.fromisoformat(ends_at),
        location=place,
    )
