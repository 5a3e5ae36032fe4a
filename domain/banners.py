from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import banners


async def content(session: AsyncSession, banner_id: int) -> bytes:
    return await banners.content(session, banner_id)


async def remember(session: AsyncSession, banner_id: int, *, file_id: str) -> None:
    """Telegram has the picture under that name: it need not be sent again."""
    await banners.remember(session, banner_id, file_id=file_id)
