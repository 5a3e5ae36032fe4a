"""What speaks against a time at which a lesson shall be. It can be there still."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Lesson
from db.queries import courses, lesson_pages, lessons
from domain import previewing
from domain.campus import Campus
from domain.errors import LessonNotFound
from domain.lesson_rules import Series
from domain.lessons import LessonDetails
from domain.previewing import Fate, Line

OVER = {CourseStatus.FINISHED, CourseStatus.ARCHIVED}


@dataclass(frozen=True)
class Warnings:
    is_past: bool
    is_day_off: bool
    over: CourseStatus | None
    """What the course is, if nobody comes to it any more."""
    outside: tuple[date | None, date | None] | None
    """The dates of the course, if it is not within them."""
    beside: Sequence[Lesson]
    """Others of the course at that time, the soonest first."""
    line: Line
    """With who is busy elsewhere then."""

    @property
    def are_none(self) -> bool:
        said = self.is_past, self.is_day_off, self.over, self.outside, self.beside, self.line.busy
        return not any(said)


async def of_move(
    session: AsyncSession, seen: Series, to: LessonDetails, campus: Campus, *, now: datetime
) -> Warnings:
    """Others of the same rule are not in the way: they may be moved as well."""
    lesson = seen.lesson
    course = await courses.get(session, lesson.course_id)
    if course is None:
        raise LessonNotFound
    line = Line(to["starts_at"], to["ends_at"], Fate.MOVED, host_id=lesson.host_id)
    but = {it.id for it in (lesson, *seen.rule)}
    return await look(session, course, line, campus, now=now, but=but)


async def look(
    session: AsyncSession,
    course: Course,
    line: Line,
    campus: Campus,
    *,
    now: datetime,
    but: Collection[int] = (),
) -> Warnings:
    """But: lessons that are in nobody's way."""
    day = line.starts_at.astimezone(campus.tz).date()
    beside = await lesson_pages.beside(session, course.id, line.starts_at, line.ends_at)
    [line] = await previewing.with_busy(session, course, [line])
    return Warnings(
        line.starts_at < now,
        day in await lessons.holidays(session),
        course.status if course.status in OVER else None,
        _outside(course, day),
        [it for it in beside if it.id not in but],
        line,
    )


def _outside(course: Course, day: date) -> tuple[date | None, date | None] | None:
    first, last = course.start_date, course.end_date
    return None if (first or day) <= day <= (last or day) else (first, last)
