"""Sessions in browsers and in the Mini App. The secret of one is kept by the page alone; we keep
its hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import WebSession
from db.queries import sign_ins
from db.queries.sign_ins import SignInPage
from domain import journal
from domain.actor import Actor, as_actor
from domain.campus import Campus
from domain.errors import NotAuthenticated, SignInNotFound

__all__ = ["PAGE_SIZE", "SignInPage"]

PAGE_SIZE = 5
PREFIX = "kw_"
SECRET_BYTES = 32

LIFETIME = timedelta(hours=2)
"""From when it was opened or prolonged."""

LONGEST = timedelta(hours=16)
"""However often it is prolonged: a day of lessons."""

USED = timedelta(minutes=10)
"""How exactly it is kept when one was used last."""

LONGEST_AGENT = 300


@dataclass(frozen=True)
class Opened:
    secret: str
    expires_at: datetime


async def open_one(
    session: AsyncSession, actor: Actor, *, user_agent: str, now: datetime
) -> Opened:
    """Another one. Whoever could open it has signed in by Telegram just now."""
    opened = Opened(PREFIX + secrets.token_urlsafe(SECRET_BYTES), now + LIFETIME)
    session.add(
        WebSession(
            token_hash=hashed(opened.secret),
            user_id=actor.id,
            user_agent=user_agent[:LONGEST_AGENT],
            created_at=now,
            expires_at=opened.expires_at,
            last_used_at=now,
        )
    )
    return opened


async def prolong(session: AsyncSession, *, secret: str, now: datetime) -> Opened:
    """The same one, for longer."""
    found = await sign_ins.open_by_hash(session, hashed(secret), now=now)
    if found is None:
        raise NotAuthenticated
    sign_in = found.sign_in
    sign_in.expires_at = max(sign_in.expires_at, min(now + LIFETIME, sign_in.created_at + LONGEST))
    return Opened(secret, sign_in.expires_at)


async def identify(session: AsyncSession, campus: Campus, *, secret: str, now: datetime) -> Actor:
    """Who comes with that secret."""
    found = await sign_ins.open_by_hash(session, hashed(secret), now=now)
    if found is None:
        raise NotAuthenticated
    used_at = found.sign_in.last_used_at
    if used_at is None or now - used_at > USED:
        await sign_ins.note_used(session, found.sign_in.id, at=now)
    return as_actor(found.user, campus, has_agreed=found.has_agreed)


def hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


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
