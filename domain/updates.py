"""Updates of Telegram: each is worked on once."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import updates
from db.queries.updates import Claim, claim

__all__ = ["Claim", "claim", "forget_old"]

REMEMBERED = timedelta(days=3)
"""Telegram brings an update again for a day."""


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    await updates.forget(session, handled_before=now - REMEMBERED)
