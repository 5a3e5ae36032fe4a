"""Sessions in browsers, as their owner sees them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import WebSession
from db.queries import sign_ins
from db.queries.sign_ins import SignInPage
from domain import journal
from domain.actor import Actor
from domain.errors import SignInNotFound

__all__ = ["PAGE_SIZE", "SignInPage", "close", "close_all", "mine"]

PAGE_SIZE = 5


async def mine(session: AsyncSession, actor: Actor, *, page: int, now: datetime) -> SignInPage:
    """What is open."""
    return await sign_ins.page(session, actor.id, number=page, size=PAGE_SIZE, now=now)


async def close(session: AsyncSession, actor: Actor, *, sign_in_id: int, now: datetime) -> None:
    """The second time does nothing."""
    found = await sign_ins.lock(session, actor.id, sign_in_id)
    if found is None:
        raise SignInNotFound
    if found.revoked_at is None:
        _close(session, actor, found, now)


async def close_all(session: AsyncSession, actor: Actor, *, now: datetime) -> None:
    for found in await sign_ins.lock_open(session, actor.id, now):
        _close(session, actor, found, now)


def _close(session: AsyncSession, actor: Actor, found: WebSession, now: datetime) -> None:
    found.revoked_at = now
    journal.note(session, actor, "close_sign_in", found, now=now)
