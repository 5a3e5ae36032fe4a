"""Shutting people out, and letting them in again."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, User
from db.queries import person, sign_ins
from domain import deliveries, journal, names, people
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import ReasonNotValid

REASON_LENGTH = 300


async def block(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    user_id: int,
    reason: str | None,
    now: datetime,
) -> User:
    """Shut the person out, and tell them. Who is blocked already stays so, for the same reason."""
    user = await people.hold(session, actor, user_id)
    people.ensure_may_remove(actor, campus, user)
    if user.blocked_at is None:
        user.blocked_at = now
        user.block_reason = None if reason is None else _reason(reason)
        for sign_in in await sign_ins.lock_open(session, user.id, now):
            sign_in.revoked_at = now
        # Not what it says: that may be personal.
        has_reason = user.block_reason is not None
        journal.note(session, actor, "block_user", user, now=now, has_reason=has_reason)
        await _tell(session, DeliveryKind.BLOCKED, user, now)
    return user


async def unblock(session: AsyncSession, actor: Actor, *, user_id: int, now: datetime) -> User:
    user = await people.hold(session, actor, user_id)
    if user.blocked_at is not None:
        journal.note(session, actor, "unblock_user", user, now=now)
        user.blocked_at = user.block_reason = None
        await _tell(session, DeliveryKind.UNBLOCKED, user, now)
    return user


async def reason(session: AsyncSession, user_id: int) -> str | None:
    """In an admin's words; empty where they gave none, and none for who is not blocked."""
    return await person.block_reason(session, user_id)


def _reason(typed: str) -> str:
    reason = names.tidy(typed)
    if not 0 < len(reason) <= REASON_LENGTH:
        raise ReasonNotValid(REASON_LENGTH)
    return reason


async def _tell(session: AsyncSession, kind: DeliveryKind, user: User, now: datetime) -> None:
    key = f"{user.id}:{now.isoformat()}"
    await deliveries.owe(session, [deliveries.notice(kind, user_id=user.id, key=key, now=now)])
