from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, DeliveryOperation, DeliveryStatus, User
from db.queries import deliveries, users
from db.queries.deliveries import Owed, Settled
from domain.actor import Actor, as_actor
from domain.campus import Campus

NOTICES = set(DeliveryKind)
"""Urgent kinds, worded so that a second copy does no harm. Others are bulk."""

REPEATED = {DeliveryKind.COURSE_CHANGED}
"""Bulk kinds that are worded so too, and sent again when in doubt."""

LEASE = timedelta(minutes=2)
"""Longer than any call to Telegram lasts: a claim older than this has lost its sender."""

MAX_ATTEMPTS = 8
"""Of what may have arrived; what certainly has not is tried for as long as it takes."""

LONGEST_PAUSE = timedelta(minutes=1)


class Verdict(Enum):
    SENT = auto()
    FLOOD = auto()
    """Telegram wants us to slow down, which says nothing about this message."""
    NOT_SENT = auto()
    """It certainly has not arrived and may be tried again."""
    IN_DOUBT = auto()
    """The request left, and no answer came."""
    UNREACHABLE = auto()
    REFUSED = auto()
    """Telegram will never take this message: the fault is ours."""
    POINTLESS = auto()
    """Nothing was sent, because there is nothing to say any more."""


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    message_id: int | None = None
    error: str = ""
    wait: timedelta = timedelta(0)


@dataclass(frozen=True)
class Parcel:
    """A claimed delivery: what to say, and to whom."""

    id: int
    kind: DeliveryKind
    payload: dict[str, Any]
    attempts: int
    claimed_at: datetime
    is_urgent: bool
    recipient: Actor | None
    """None for a chat that need not be anybody's we know."""
    chat_id: int | None
    """None where the person has no Telegram."""


def notice(kind: DeliveryKind, *, user_id: int, key: str, now: datetime, **payload: Any) -> Owed:
    """That the person must be told. The key names the occasion: once is enough."""
    return {
        "kind": kind,
        "operation": DeliveryOperation.SEND,
        "urgent": kind in NOTICES,
        "user_id": user_id,
        "payload": payload,
        "due_at": now,
        "dedup_key": f"{kind}:{key}",
    }


def screen(chat_id: int, *, key: str, due_at: datetime, **payload: Any) -> Owed:
    """That an answer which could not be shown must be. It is in the person's language already."""
    kind = DeliveryKind.SCREEN
    return {
        "kind": kind,
        "urgent": kind in NOTICES,
        "chat_id": chat_id,
        "payload": payload,
        "due_at": due_at,
        "dedup_key": f"{kind}:{key}",
    }


def menu(*, user_id: int, now: datetime) -> Owed:
    """That the person's commands must follow a change of their role or language."""
    kind = DeliveryKind.COMMANDS
    changed = notice(kind, user_id=user_id, key=f"{user_id}:{now.isoformat()}", now=now)
    return changed | {"operation": DeliveryOperation.SET_COMMANDS}


def no_menu(chat_id: int, *, key: str, now: datetime) -> Owed:
    """That a chat is offered what every stranger is."""
    return {
        "kind": DeliveryKind.COMMANDS,
        "operation": DeliveryOperation.SET_COMMANDS,
        "urgent": True,
        "chat_id": chat_id,
        "payload": {},
        "due_at": now,
        "dedup_key": f"{DeliveryKind.COMMANDS}:{key}",
    }


async def forgive_screen(session: AsyncSession, *, key: str) -> None:
    """It was shown after all, unless the sender has it in hand already."""
    await deliveries.mark_sent(session, dedup_key=f"{DeliveryKind.SCREEN}:{key}")


async def owe(session: AsyncSession, owed: Sequence[Owed]) -> None:
    await deliveries.add(session, owed)


async def owe_new(session: AsyncSession, owed: Owed) -> bool:
    """False if it is owed or sent already: then it is not news."""
    return await deliveries.add_new(session, owed)


async def claim(session: AsyncSession, campus: Campus, *, now: datetime) -> Parcel | None:
    """Take the next message that is due. Commit before sending it: then a kill leaves a trace."""
    row = await deliveries.take(session, now=now)
    if row is None:
        return None
    delivery, user = row
    delivery.status, delivery.claimed_at = DeliveryStatus.SENDING, now
    delivery.attempts += 1
    return _parcel(delivery, user, campus)


async def settle(
    session: AsyncSession, parcel: Parcel, outcome: Outcome, *, now: datetime
) -> None:
    """Write down how it ended, unless the claim has been taken from us."""
    end = result(parcel, outcome, now)
    await deliveries.settle(session, parcel.id, claimed_at=parcel.claimed_at, **end)
    if outcome.verdict is Verdict.UNREACHABLE and parcel.recipient is not None:
        await users.mark_unreachable(session, parcel.recipient.id)


async def settle_abandoned(session: AsyncSession, *, now: datetime) -> None:
    """What is urgent and lost its sender is sent again; of bulk nobody knows, so it is not."""
    await deliveries.settle_abandoned(session, claimed_before=now - LEASE, repeated=REPEATED)


def result(parcel: Parcel, outcome: Outcome, now: datetime) -> Settled:
    match outcome.verdict:
        case Verdict.SENT:
            return {"status": DeliveryStatus.SENT, "message_id": outcome.message_id}
        case Verdict.POINTLESS:
            return {"status": DeliveryStatus.SKIPPED}
        case Verdict.FLOOD:
            return _again(parcel.attempts - 1, now + outcome.wait, outcome)
        case Verdict.UNREACHABLE:
            return {"status": DeliveryStatus.UNREACHABLE, "error": outcome.error}
        case Verdict.IN_DOUBT if not (parcel.is_urgent or parcel.kind in REPEATED):
            return {"status": DeliveryStatus.UNKNOWN, "error": outcome.error}
        case Verdict.NOT_SENT:
            tries = min(parcel.attempts, MAX_ATTEMPTS - 1)
            return _again(tries, now + _pause(parcel.attempts), outcome)
        case Verdict.IN_DOUBT if parcel.attempts < MAX_ATTEMPTS:
            return _again(parcel.attempts, now + _pause(parcel.attempts), outcome)
        case _:
            return {"status": DeliveryStatus.DEAD, "error": outcome.error}


def _pause(attempts: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(attempts, MAX_ATTEMPTS)), LONGEST_PAUSE)


def _again(attempts: int, due_at: datetime, outcome: Outcome) -> Settled:
    return {
        "status": DeliveryStatus.PENDING,
        "attempts": attempts,
        "due_at": due_at,
        "error": outcome.error,
    }


def _parcel(delivery: Delivery, user: User | None, campus: Campus) -> Parcel:
    assert delivery.claimed_at is not None
    return Parcel(
        id=delivery.id,
        kind=delivery.kind,
        payload=delivery.payload,
        attempts=delivery.attempts,
        claimed_at=delivery.claimed_at,
        is_urgent=delivery.urgent,
        recipient=as_actor(user, campus) if user else None,
        chat_id=user.telegram_id if user else delivery.chat_id,
    )
