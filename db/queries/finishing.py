"""Which courses are over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    DateTime,
    ScalarSelect,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Lesson, LessonStatus, LogEntry


async def over(
    session: AsyncSession, tz: ZoneInfo, *, wait: timedelta, now: datetime
) -> Sequence[int]:
    """The ids of published courses whose end is behind us, but not of those that somebody has
    published or opened again since. Without a last day, the end is so long after the last
    lesson."""
    return (await session.scalars(_over(tz, wait, now).order_by(Course.id))).all()


async def is_over(
    session: AsyncSession, course_id: int, tz: ZoneInfo, *, wait: timedelta, now: datetime
) -> bool:
    """The same of one."""
    statement = _over(tz, wait, now).where(Course.id == course_id)
    return await session.scalar(statement) is not None


def _over(tz: ZoneInfo, wait: timedelta, now: datetime) -> Select[int]:
    published = and_(Course.status == CourseStatus.PUBLISHED, Course.deleted_at.is_(None))
    end = _end(tz, wait)
    return select(Course.id).where(published, end <= now, ~_opened_since(end))


def _end(tz: ZoneInfo, wait: timedelta) -> ColumnElement[datetime]:
    """Of a course with a last day: when that day and that of the last lesson are over on the
    campus. Null where nothing says when it ends."""
    last = _last_lesson()
    day = func.greatest(Course.end_date, func.date(func.timezone(tz.key, last)))
    midnight = func.timezone(tz.key, cast(day + 1, DateTime))
    return case((Course.end_date.is_not(None), midnight), else_=last + wait)


def _last_lesson() -> ScalarSelect[datetime]:
    of_course = and_(Lesson.course_id == Course.id, Lesson.status == LessonStatus.SCHEDULED)
    return select(func.max(Lesson.ends_at)).where(of_course).correlate(Course).scalar_subquery()


def _opened_since(end: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whoever did so wants it to go on."""
    return exists().where(
        LogEntry.entity == "courses",
        LogEntry.entity_id == Course.id,
        LogEntry.action == "change_course",
        LogEntry.details["status"][1].astext == CourseStatus.PUBLISHED,
        LogEntry.timestamp >= end,
    )
