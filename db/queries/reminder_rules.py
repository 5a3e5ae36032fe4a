"""When and in which words the people of a course are reminded."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, LessonStatus, ReminderRule


async def of_course(session: AsyncSession, course_id: int) -> Sequence[ReminderRule]:
    """The farthest from the lesson first."""
    theirs = select(ReminderRule).filter_by(course_id=course_id)
    return (await session.scalars(theirs.order_by(ReminderRule.before.desc()))).all()


async def get(session: AsyncSession, course_id: int, before: timedelta) -> ReminderRule | None:
    return await session.scalar(select(ReminderRule).filter_by(course_id=course_id, before=before))


async def add(session: AsyncSession, course_id: int, before: timedelta, *, now: datetime) -> bool:
    """Whether it is news."""
    values = {"course_id": course_id, "before": before, "created_at": now}
    statement = insert(ReminderRule).values(values).on_conflict_do_nothing()
    return await session.scalar(statement.returning(ReminderRule.id)) is not None


async def drop_all(session: AsyncSession, course_id: int) -> Sequence[timedelta]:
    """Those that there were."""
    statement = delete(ReminderRule).filter_by(course_id=course_id)
    return sorted(await session.scalars(statement.returning(ReminderRule.before)))


async def next_lesson(session: AsyncSession, course: Course, *, now: datetime) -> Lesson | None:
    statement = (
        select(Lesson)
        .filter_by(course_id=course.id, status=LessonStatus.SCHEDULED)
        .where(Lesson.starts_at > now)
        .order_by(Lesson.starts_at)
        .limit(1)
    )
    return await session.scalar(statement)
