"""What speaks against the time to which a lesson shall be moved. It can be moved there still."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson
from db.queries import courses, lessons
from domain import previewing
from domain.errors import LessonNotFound
from domain.lessons import LessonDetails
from domain.previewing import Fate, Line


@dataclass(frozen=True)
class Warnings:
    is_day_off: bool
    outside: tuple[date | None, date | None] | None
    """The dates of the course, if it is not within them."""
    line: Line
    """With who is busy elsewhere then."""


async def look(session: AsyncSession, lesson: Lesson, to: LessonDetails, tz: ZoneInfo) -> Warnings:
    course = await courses.get(session, lesson.course_id)
    if course is None:
        raise LessonNotFound
    day = to["starts_at"].astimezone(tz).date()
    line = Line(to["starts_at"], to["ends_at"], Fate.MOVED, host_id=lesson.host_id)
    [line] = await previewing.with_busy(session, course, [line])
    return Warnings(day in await lessons.holidays(session), _outside(course, day), line)


def _outside(course: Course, day: date) -> tuple[date | None, date | None] | None:
    first, last = course.start_date, course.end_date
    return None if (first or day) <= day <= (last or day) else (first, last)
