from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, LogEntry
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
        .order_by(*NEWEST_FIRST)
        .limit(1)
    )
    found = await entries.read(session, chosen)
    return found[0] if found else None
