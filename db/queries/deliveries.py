from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, DeliveryOperation, DeliveryStatus, User


class Owed(TypedDict, total=False):
    kind: DeliveryKind
    operation: DeliveryOperation
    urgent: bool
    user_id: int
    chat_id: int
    payload: dict[str, Any]
    due_at: datetime
    dedup_key: str


class Settled(TypedDict, total=False):
    status: DeliveryStatus
    attempts: int
    due_at: datetime
    message_id: int | None
    error: str


async def add(session: AsyncSession, owed: Sequence[Owed]) -> None:
    """Owe the messages, but for those whose key is owed or sent already."""
    if owed:
        # Row by row in one go: as one statement, thousands have more arguments than it can take.
        await session.execute(insert(Delivery).on_conflict_do_nothing(), owed)


async def add_new(session: AsyncSession, owed: Owed) -> bool:
    """The same for one message. False if its key is owed or sent already."""
    statement = insert(Delivery).values(owed).on_conflict_do_nothing()
    return await session.scalar(statement.returning(Delivery.id)) is not None


async def take(session: AsyncSession, *, now: datetime) -> tuple[Delivery, User | None] | None:
    """The next due delivery and its recipient, passing over those that another sender holds."""
    statement = (
        select(Delivery, User)
        .outerjoin(User, User.id == Delivery.user_id)
        .where(Delivery.status == DeliveryStatus.PENDING, Delivery.due_at <= now)
        .order_by(Delivery.urgent.desc(), Delivery.due_at)
        .limit(1)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def settle(
    session: AsyncSession, delivery_id: int, *, claimed_at: datetime, **result: Unpack[Settled]
) -> None:
    """Write the end of this claim; nothing, if it was taken from us meanwhile."""
    await session.execute(
        update(Delivery)
        .filter_by(id=delivery_id, status=DeliveryStatus.SENDING, claimed_at=claimed_at)
        .values(result)
    )


async def mark_sent(session: AsyncSession, *, dedup_key: str) -> None:
    await session.execute(
        update(Delivery)
        .filter_by(dedup_key=dedup_key, status=DeliveryStatus.PENDING)
        .values(status=DeliveryStatus.SENT)
    )


async def last_settled(session: AsyncSession, kind: DeliveryKind, *, user_id: int) -> int:
    """The id of the last of that kind that the person is no longer owed; 0 if there is none."""
    over = Delivery.status.not_in([DeliveryStatus.PENDING, DeliveryStatus.SENDING])
    statement = select(func.max(Delivery.id)).filter_by(kind=kind, user_id=user_id).where(over)
    return await session.scalar(statement) or 0


async def settle_abandoned(
    session: AsyncSession, *, claimed_before: datetime, repeated: Collection[DeliveryKind]
) -> None:
    """Decide for senders that died between the claim and Telegram's answer."""
    is_repeated = or_(Delivery.urgent, Delivery.kind.in_(repeated))
    status = case((is_repeated, DeliveryStatus.PENDING), else_=DeliveryStatus.UNKNOWN)
    await session.execute(
        update(Delivery)
        .where(Delivery.status == DeliveryStatus.SENDING, Delivery.claimed_at < claimed_before)
        .values(status=status)
    )


async def count(session: AsyncSession, status: DeliveryStatus) -> int:
    statement = select(func.count()).select_from(Delivery).filter_by(status=status)
    return await session.scalar(statement) or 0
