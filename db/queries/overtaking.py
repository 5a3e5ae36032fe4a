from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, LogEntry
from db.queries import entries
from db.queries.entries import NEWEST_FIRST, Entry


async def last_change(
    session: AsyncSession, course_id: int, columns: Sequence[str]
) -> Entry | None:
    """Of these columns of the course; none if the history does not know."""
    chosen = (
        select(LogEntry.id)
        .filter_by(entity=Course.__tablename__, entity_id=course_id)
        .where(or_(*(LogEntry.details.has_key(it) for it in columns)))
    )
    return await _last(session, chosen)


async def last_of_lessons(
    session: AsyncSession, lesson_ids: Sequence[int], columns: Sequence[str]
) -> Entry | None:
    """The last change of one of these columns by hand, of any of them."""
    chosen = (
        select(LogEntry.id)
        .filter_by(entity=Lesson.__tablename__, action="change_lesson")
        .where(LogEntry.entity_id.in_(lesson_ids))
        .where(or_(*(LogEntry.details.has_key(it) for it in columns)))
    )
    return await _last(session, chosen)


async def _last(session: AsyncSession, chosen: Select[int]) -> Entry | None:
    found = await entries.read(session, chosen.order_by(*NEWEST_FIRST).limit(1))
    return found[0] if found else None
