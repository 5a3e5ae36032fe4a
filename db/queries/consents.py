from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Consent


async def given(session: AsyncSession, user_id: int) -> Consent | None:
    """The one that holds now."""
    return await session.scalar(select(Consent).filter_by(user_id=user_id, withdrawn_at=None))


async def withdraw(session: AsyncSession, user_id: int, *, now: datetime) -> None:
    given = update(Consent).where(Consent.user_id == user_id, Consent.withdrawn_at.is_(None))
    await session.execute(given.values(withdrawn_at=now))
