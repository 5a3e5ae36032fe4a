"""What becomes of deliveries in the hands of a sender."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryStatus, User
from db.queries import deliveries, users
from db.queries.deliveries import Harmless, Settled, Wanted
from domain.actor import as_actor
from domain.campus import Campus
from domain.deliveries import REPEATABLE, REPEATED, Outcome, Parcel, Verdict

__all__ = ["Wanted"]

LEASE = timedelta(minutes=2)
"""Longer than any call to Telegram lasts: a claim older than this has lost its sender."""

MAX_ATTEMPTS = 12
"""Of what may have arrived: more than half an hour. What certainly has not is tried for as long as
it takes."""

LONGEST_PAUSE = timedelta(minutes=10)
SHORT_PAUSE = timedelta(minutes=1)
"""Of what certainly has not arrived."""

ABANDONED_AT_ONCE = 1_000
"""Of those that lost their sender; there are never more than one sender has in hand."""

FINAL = set(DeliveryStatus) - {DeliveryStatus.PENDING, DeliveryStatus.SENDING}


async def claim(
    session: AsyncSession, campus: Campus, wanted: Wanted, *, now: datetime
) -> Parcel | None:
    """Take the next message that is due. Commit before sending it: then a kill leaves a trace."""
    row = await deliveries.take(session, wanted, campus.tz.key, now=now)
    if row is None:
        return None
    delivery, user, awake = row
    delivery.status, delivery.claimed_at = DeliveryStatus.SENDING, now
    delivery.attempts += 1
    parcel = _parcel(delivery, user, campus)
    return replace(parcel, quiet_until=awake) if awake > now else parcel


async def put_off(session: AsyncSession, parcel: Parcel, *, now: datetime) -> None:
    """It could not be written, and its claim is undone: others come before it now, and the longer
    the oftener it happens."""
    end = result(parcel, Outcome(Verdict.NOT_SENT, error="cannot be written"), now)
    await deliveries.put_off(session, parcel.id, **end)


async def settle(
    session: AsyncSession, parcel: Parcel, outcome: Outcome, *, now: datetime
) -> None:
    """Write down how it ended, unless the claim has been taken from us."""
    end = result(parcel, outcome, now)
    if end["status"] in FINAL:
        end["settled_at"] = now
    await deliveries.settle(session, parcel.id, claimed_at=parcel.claimed_at, **end)
    if outcome.chat_id is not None and parcel.chat_id is not None:
        await deliveries.move_chat(session, parcel.chat_id, outcome.chat_id)
    if outcome.verdict is Verdict.UNREACHABLE and parcel.recipient is not None:
        await users.mark_unreachable(session, parcel.recipient.id)


async def settle_abandoned(session: AsyncSession, *, now: datetime) -> None:
    """What is harmless twice and lost its sender is sent again; of the rest nobody knows."""
    await deliveries.settle_abandoned(
        session,
        claimed_before=now - LEASE,
        harmless=Harmless(REPEATED, REPEATABLE),
        limit=ABANDONED_AT_ONCE,
        now=now,
    )


def result(parcel: Parcel, outcome: Outcome, now: datetime) -> Settled:
    match outcome.verdict:
        case Verdict.SENT:
            message_id = outcome.message_id or parcel.message_id
            return {"status": DeliveryStatus.SENT, "message_id": message_id, "error": ""}
        case Verdict.POINTLESS:
            return {"status": DeliveryStatus.SKIPPED}
        case Verdict.FLOOD | Verdict.MOVED | Verdict.LATER:
            return _again(parcel.attempts - 1, now + outcome.wait, outcome)
        case Verdict.UNREACHABLE:
            return {"status": DeliveryStatus.UNREACHABLE, "error": outcome.error}
        case Verdict.IN_DOUBT if not parcel.is_repeated(now):
            return {"status": DeliveryStatus.UNKNOWN, "error": outcome.error}
        case Verdict.NOT_SENT:
            tries = min(parcel.attempts, MAX_ATTEMPTS - 1)
            return _again(tries, now + min(_pause(parcel.attempts), SHORT_PAUSE), outcome)
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
        operation=delivery.operation,
        message_id=delivery.message_id,
        repeat_until=delivery.repeat_until,
    )
