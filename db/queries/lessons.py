from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, Course, Holiday, Lesson, LessonStatus


async def replaceable(session: AsyncSession, course_id: int, *, now: datetime) -> Sequence[Lesson]:
    """Lessons to come that the schedule made: nobody has marked or edited them. Held for a
    change."""
    marked = select(Attendance.id).where(Attendance.lesson_id == Lesson.id)
    statement = (
        select(Lesson)
        .where(
            Lesson.course_id == course_id,
            Lesson.starts_at > now,
            Lesson.status == LessonStatus.SCHEDULED,
            Lesson.edited_at.is_(None),
            ~marked.exists(),
        )
        .order_by(Lesson.starts_at)
        .with_for_update()
    )
    return (await session.scalars(statement)).all()


async def starts(session: AsyncSession, course_id: int) -> set[datetime]:
    """When the course has lessons, the cancelled among them: they are not made anew."""
    return set(await session.scalars(select(Lesson.starts_at).filter_by(course_id=course_id)))


async def remove(session: AsyncSession, lesson_ids: Collection[int]) -> None:
    await session.execute(delete(Lesson).where(Lesson.id.in_(lesson_ids)))


async def holidays(session: AsyncSession) -> set[date]:
    return set(await session.scalars(select(Holiday.day)))


async def of_course(
    session: AsyncSession, course_id: int, *, after_id: int, limit: int
) -> Sequence[Lesson]:
    """By id, those after that one."""
    statement = select(Lesson).where(Lesson.course_id == course_id, Lesson.id > after_id)
    return (await session.scalars(statement.order_by(Lesson.id).limit(limit))).all()


async def with_course(session: AsyncSession, lesson_id: int) -> tuple[Lesson, Course] | None:
    statement = (
        select(Lesson, Course)
        .join(Course, Course.id == Lesson.course_id)
        .where(Lesson.id == lesson_id)
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None
