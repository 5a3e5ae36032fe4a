"""What stands now, for telling what has changed."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson, LessonStatus, User


async def lessons(session: AsyncSession, lesson_ids: Collection[int]) -> Sequence[Lesson]:
    statement = select(Lesson).where(Lesson.id.in_(lesson_ids))
    return (await session.scalars(statement)).all()


async def has_lessons(session: AsyncSession, course_id: int) -> bool:
    """That take place, or took."""
    live = select(Lesson.id).filter_by(course_id=course_id, status=LessonStatus.SCHEDULED)
    return await session.scalar(live.limit(1)) is not None


async def names(session: AsyncSession, user_ids: Collection[int]) -> dict[int, str]:
    statement = select(User.id, User.full_name).where(User.id.in_(user_ids))
    return {row.id: row.full_name for row in await session.execute(statement)}
