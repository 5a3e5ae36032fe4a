from typing import Protocol

from db.session import Transaction
from domain import banners


class Shelf(Protocol):
    """Where pictures are kept, and what Telegram calls them."""

    async def content(self, banner_id: int) -> bytes: ...

    async def remember(self, banner_id: int, file_id: str) -> None: ...


class BannerShelf:
    """In transactions of their own: pictures are shown after the update's has been committed."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def content(self, banner_id: int) -> bytes:
        async with self._transaction() as session:
            return await banners.content(session, banner_id)

    async def remember(self, banner_id: int, file_id: str) -> None:
        async with self._transaction() as session:
            await banners.remember(session, banner_id, file_id=file_id)
