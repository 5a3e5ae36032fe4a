"""What is on for somebody, as participant and as staff."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import my_lessons
from db.queries.my_lessons import MyLesson
from domain.actor import Actor

__all__ = ["MyLesson"]


async def at(session: AsyncSession, actor: Actor, *, now: datetime) -> Sequence[MyLesson]:
    """Those that are on, or open for check-in, the earliest first."""
    return await my_lessons.now(session, actor.id, at=now)
