from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Consent, User


def has_given() -> ColumnElement[bool]:
    """Of a user."""
    theirs = Consent.user_id == User.id, Consent.withdrawn_at.is_(None)
    return select(Consent.id).where(*theirs).correlate(User).exists()


async def given(session: AsyncSession, user_id: int) -> Consent | None:
    """The one that holds now."""
    return await session.scalar(select(Consent).filter_by(user_id=user_id, withdrawn_at=None))


async def withdraw(session: AsyncSession, user_id: int, *, now: datetime) -> None:
    given = update(Consent).where(Consent.user_id == user_id, Consent.withdrawn_at.is_(None))
    await session.execute(given.values(withdrawn_at=now))
