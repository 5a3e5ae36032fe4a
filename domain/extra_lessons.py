"""Lessons beside the schedule, as people write them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson
from domain import lessons, schedule, typed_lesson
from domain.actor import Actor
from domain.campus import Campus


async def add(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    course_id: int,
    typed: str,
    now: datetime,
) -> Lesson:
    times = typed_lesson.read(typed, today=now.astimezone(campus.tz).date())
    starts_at, ends_at = schedule.moments(times.start, times.end, campus.tz)
    fields = {"starts_at": starts_at, "ends_at": ends_at, "location": times.place}
    return await lessons.add(
        session,
        actor,
        course_id=course_id,
        now=now,
        **fields,  # type: ignore[arg-type]
    )
