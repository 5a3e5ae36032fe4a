from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role, User
from db.queries import users
from domain import deliveries
from domain.actor import Viewer, as_actor, as_stranger
from domain.campus import Campus

SEEN = timedelta(hours=1)


def is_news(user: User, *, now: datetime) -> bool:
    """Whether it is worth writing down that the person has been here."""
    if user.erased_at is not None:
        # Just now, by what they did: nobody has been here.
        return False
    return not user.reachable or user.last_seen_at is None or now - user.last_seen_at > SEEN


async def note_seen(session: AsyncSession, user: User, *, now: datetime) -> None:
    if user.last_seen_at is None and user.role is not Role.PARTICIPANT:
        # Registered by somebody else: until now nothing could reach them.
        await deliveries.owe(session, [deliveries.menu(user_id=user.id, now=now)])
    await users.note_seen(session, user.id, at=now)


async def is_there_anybody(session: AsyncSession) -> bool:
    return await users.is_there_anybody(session)


async def with_telegram(session: AsyncSession) -> Sequence[User]:
    """Everybody who has come by the chat, in the order in which they did."""
    return await users.with_telegram(session)


async def identify(
    session: AsyncSession,
    campus: Campus,
    *,
    telegram_id: int,
    name: str,
    language_code: str | None,
) -> Viewer:
    """Who the person is to us; with that name, if we have not met."""
    found = await users.recognized(session, telegram_id)
    if found is None:
        return as_stranger(telegram_id, name, language_code, campus)
    user, has_agreed = found
    return as_actor(user, campus, has_agreed=has_agreed)
