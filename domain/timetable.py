"""The lessons of a course follow its schedule; what people had a hand in stays as it is."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson
from db.queries import lessons
from domain import schedule


@dataclass(frozen=True)
class Changes:
    """How many lessons a new schedule makes and takes away."""

    added: int
    removed: int


async def follow(session: AsyncSession, course: Course, tz: ZoneInfo, *, now: datetime) -> Changes:
    """Make the lessons to come be those of the schedule. The course must be locked.

    What is over, was marked, edited by hand or cancelled is left alone.
    """
    holidays = await lessons.holidays(session)
    wanted = {
        it.starts_at: it
        for it in schedule.slots(
            course.schedule, course.start_date, course.end_date, tz, holidays=holidays
        )
        if it.starts_at > now
    }
    made = await lessons.replaceable(session, course.id, now=now)
    gone = [it.id for it in made if it.starts_at not in wanted]
    await lessons.remove(session, gone)
    for it in made:
        if it.starts_at in wanted:
            slot = wanted[it.starts_at]
            it.ends_at, it.location = slot.ends_at, slot.location
    taken = await lessons.starts(session, course.id)
    new = [slot for at, slot in wanted.items() if at not in taken]
    session.add_all(
        Lesson(
            course_id=course.id,
            starts_at=it.starts_at,
            ends_at=it.ends_at,
            location=it.location,
        )
        for it in new
    )
    return Changes(added=len(new), removed=len(gone))
