"""Requests that are sent again because nobody knows whether the first arrived."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import idempotency
from db.queries.idempotency import Answered, keep
from domain.errors import KeyReused

__all__ = ["Answered", "claim", "keep"]


async def claim(
    session: AsyncSession, owner: str, key: str, fingerprint: bytes
) -> Answered | None:
    """Take the key; or the answer that the same request had before."""
    if await idempotency.take(session, owner, key, fingerprint):
        return None
    before = await idempotency.find(session, owner, key)
    if before is None or before[0] != fingerprint:
        raise KeyReused
    return before[1]
