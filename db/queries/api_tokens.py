from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ApiToken


async def by_hash(session: AsyncSession, token_hash: bytes) -> ApiToken | None:
    return await session.scalar(select(ApiToken).filter_by(token_hash=token_hash))


async def lock(session: AsyncSession, token_id: int) -> ApiToken | None:
    return await session.get(ApiToken, token_id, with_for_update=True, populate_existing=True)


async def unrevoked(session: AsyncSession) -> Sequence[ApiToken]:
    """The newest first."""
    statement = select(ApiToken).where(ApiToken.revoked_at.is_(None)).order_by(ApiToken.id.desc())
    return (await session.scalars(statement)).all()


async def note_used(session: AsyncSession, token_id: int, *, at: datetime) -> None:
    await session.execute(update(ApiToken).filter_by(id=token_id).values(last_used_at=at))
