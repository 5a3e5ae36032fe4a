from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Consent


async def withdraw(session: AsyncSession, user_id: int, *, now: datetime) -> None:
    given = update(Consent).where(Consent.user_id == user_id, Consent.withdrawn_at.is_(None))
    await session.execute(given.values(withdrawn_at=now))
