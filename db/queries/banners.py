from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Banner


async def content(session: AsyncSession, banner_id: int) -> bytes:
    return (await session.scalars(select(Banner.content).filter_by(id=banner_id))).one()


async def remember(session: AsyncSession, banner_id: int, *, file_id: str) -> None:
    await session.execute(update(Banner).filter_by(id=banner_id).values(file_id=file_id))
