from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import BigInteger, ColumnElement, all_, case, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, DeliveryOperation, DeliveryStatus, Leader, User
from db.queries import quiet


class Owed(TypedDict, total=False):
    kind: DeliveryKind
    operation: DeliveryOperation
    urgent: bool
    user_id: int
    chat_id: int
    payload: dict[str, Any]
    due_at: datetime
    dedup_key: str
    repeat_until: datetime
    message_id: int


class Settled(TypedDict, total=False):
    status: DeliveryStatus
    attempts: int
    due_at: datetime
    settled_at: datetime
    message_id: int | None
    error: str


@dataclass(frozen=True)
class Wanted:
    """Which deliveries a sender takes."""

    is_urgent: bool
    epoch: int
    """It leads since then; nothing is for it if another does."""
    resting: Sequence[int] = ()
    """Chats that get nothing for the moment."""


@dataclass(frozen=True)
class Harmless:
    """What may be sent twice, beside all that is urgent."""

    kinds: Collection[DeliveryKind]
    operations: Collection[DeliveryOperation]

    def is_among(self, now: datetime) -> ColumnElement[bool]:
        return or_(
            Delivery.urgent,
            Delivery.kind.in_(self.kinds),
            Delivery.operation.in_(self.operations),
            Delivery.repeat_until > now,
        )


async def add(session: AsyncSession, owed: Sequence[Owed]) -> None:
    """Owe the messages, but for those whose key is owed or sent already."""
    if owed:
        # Row by row in one go: as one statement, thousands have more arguments than it can take.
        await session.execute(insert(Delivery).on_conflict_do_nothing(), owed)


async def add_new(session: AsyncSession, owed: Owed) -> bool:
    """The same for one message. False if its key is owed or sent already."""
    statement = insert(Delivery).values(owed).on_conflict_do_nothing()
    return await session.scalar(statement.returning(Delivery.id)) is not None


async def take(
    session: AsyncSession, wanted: Wanted, zone: str, *, now: datetime
) -> tuple[Delivery, User | None, datetime] | None:
    """The next due delivery, its recipient and when their quiet hours are over, passing over
    those that another sender holds. The zone is for those who have chosen none."""
    leads = select(Leader.id).filter_by(epoch=wanted.epoch).exists()
    chat_id = func.coalesce(User.telegram_id, Delivery.chat_id, 0)
    statement = (
        select(Delivery, User, quiet.over(now, zone))
        .outerjoin(User, User.id == Delivery.user_id)
        .where(
            Delivery.status == DeliveryStatus.PENDING,
            Delivery.urgent == wanted.is_urgent,
            Delivery.due_at <= now,
            chat_id != all_(literal(list(wanted.resting), ARRAY(BigInteger))),
            leads,
        )
        .order_by(Delivery.urgent.desc(), Delivery.due_at)
        .limit(1)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1], row[2]) if row else None


async def settle(
    session: AsyncSession, delivery_id: int, *, claimed_at: datetime, **result: Unpack[Settled]
) -> None:
    """Write the end of this claim; nothing, if it was taken from us meanwhile."""
    await session.execute(
        update(Delivery)
        .filter_by(id=delivery_id, status=DeliveryStatus.SENDING, claimed_at=claimed_at)
        .values(result)
    )


async def put_off(session: AsyncSession, delivery_id: int, **result: Unpack[Settled]) -> None:
    """Of what nobody has in hand."""
    waits = {"id": delivery_id, "status": DeliveryStatus.PENDING}
    await session.execute(update(Delivery).filter_by(**waits).values(result))


async def mark_sent(session: AsyncSession, *, dedup_key: str) -> None:
    await session.execute(
        update(Delivery)
        .filter_by(dedup_key=dedup_key, status=DeliveryStatus.PENDING)
        .values(status=DeliveryStatus.SENT, settled_at=func.now())
    )


async def last_settled(session: AsyncSession, kind: DeliveryKind, *, user_id: int) -> int:
    """The id of the last of that kind that the person is no longer owed; 0 if there is none."""
    over = Delivery.status.not_in([DeliveryStatus.PENDING, DeliveryStatus.SENDING])
    statement = select(func.max(Delivery.id)).filter_by(kind=kind, user_id=user_id).where(over)
    return await session.scalar(statement) or 0


async def move_chat(session: AsyncSession, before: int, after: int) -> None:
    """Of what the chat is still owed."""
    await session.execute(
        update(Delivery)
        .filter_by(chat_id=before, status=DeliveryStatus.PENDING)
        .values(chat_id=after)
    )


async def settle_abandoned(
    session: AsyncSession,
    *,
    claimed_before: datetime,
    harmless: Harmless,
    limit: int,
    now: datetime,
) -> None:
    """Decide for senders that died between the claim and Telegram's answer."""
    sending = Delivery.status == DeliveryStatus.SENDING
    abandoned = (
        select(Delivery.id)
        .where(sending, Delivery.claimed_at < claimed_before)
        .order_by(Delivery.claimed_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    is_harmless = harmless.is_among(now)
    status = case((is_harmless, DeliveryStatus.PENDING), else_=DeliveryStatus.UNKNOWN)
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(abandoned), sending)
        .values(status=status, settled_at=case((is_harmless, None), else_=now))
        .execution_options(synchronize_session=False)
    )


async def count(session: AsyncSession, status: DeliveryStatus) -> int:
    statement = select(func.count()).select_from(Delivery).filter_by(status=status)
    return await session.scalar(statement) or 0
