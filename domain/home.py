"""What people see first."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import lessons
from db.queries.lessons import NextLesson
from domain.actor import Viewer

__all__ = ["NextLesson", "next_lesson"]


async def next_lesson(
    session: AsyncSession, viewer: Viewer, *, now: datetime
) -> NextLesson | None:
    """The lesson that is on, or the soonest to come, of all the courses that they take."""
    return None if viewer.id is None else await lessons.next_of(session, viewer.id, now=now)
