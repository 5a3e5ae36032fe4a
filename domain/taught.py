"""The courses that somebody works on: the day of a host begins here."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import taught
from db.queries.taught import TaughtCourse, TaughtPage
from domain.actor import Viewer

__all__ = ["PAGE_SIZE", "TaughtCourse", "TaughtPage", "page"]

PAGE_SIZE = 6


async def page(session: AsyncSession, viewer: Viewer, *, number: int, now: datetime) -> TaughtPage:
    """The soonest lesson first, today's above all; what is over comes last."""
    if viewer.id is None:
        return TaughtPage([], 0, 0)
    return await taught.page(session, viewer.id, number, size=PAGE_SIZE, now=now)
