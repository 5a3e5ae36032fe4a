from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Delivery, DeliveryKind, DeliveryOperation, DeliveryStatus, User

PENDING = Delivery.status == DeliveryStatus.PENDING
SENT, UNREACHABLE = DeliveryStatus.SENT, DeliveryStatus.UNREACHABLE
UNKNOWN, DEAD = DeliveryStatus.UNKNOWN, DeliveryStatus.DEAD

IS_MESSAGE = (
    Delivery.operation == DeliveryOperation.SEND,
    Delivery.kind != DeliveryKind.IMPORT,
)
"""The rest is work that nobody reads."""


@dataclass(frozen=True)
class Waiting:
    """Counts of what is owed."""

    urgent: int
    bulk: int
    """These two: due now."""
    later: int
    next_at: datetime | None
    """When the first of those is due."""


@dataclass(frozen=True)
class Ends:
    """Counts of messages by what became of them."""

    sent: int
    unreachable: int
    """These two: today."""
    in_last_minute: int
    doubtful: int
    of_announcements: int
    """In doubt too; their authors decide."""
    failed: int
    """These three: lately."""
    people: int
    """Who cannot be reached, whatever there is to say."""


@dataclass(frozen=True)
class Failure:
    """Messages that Telegram will never take."""

    error: str
    count: int


async def waiting(session: AsyncSession, *, now: datetime) -> Waiting:
    is_due = Delivery.due_at <= now
    count = func.count()
    statement = select(
        count.filter(is_due, Delivery.urgent),
        count.filter(is_due, ~Delivery.urgent),
        count.filter(~is_due),
        func.min(Delivery.due_at).filter(~is_due),
    ).where(PENDING, *IS_MESSAGE)
    return Waiting(*(await session.execute(statement)).one())


async def ends(
    session: AsyncSession, *, midnight: datetime, a_minute_ago: datetime, lately: datetime
) -> Ends:
    count = func.count()
    since = min(midnight, a_minute_ago)
    settled = (
        select(
            count.filter(Delivery.status == SENT, Delivery.settled_at >= midnight).label("sent"),
            count.filter(Delivery.status == UNREACHABLE, Delivery.settled_at >= midnight).label(
                "unreachable"
            ),
            count.filter(Delivery.status == SENT, Delivery.settled_at >= a_minute_ago).label(
                "lately"
            ),
        )
        .where(Delivery.settled_at >= since, *IS_MESSAGE)
        .subquery()
    )
    is_own = Delivery.announcement_id.is_(None)
    lost = (
        select(
            count.filter(Delivery.status == UNKNOWN, is_own).label("doubtful"),
            count.filter(Delivery.status == UNKNOWN, ~is_own).label("of_announcements"),
            count.filter(Delivery.status == DEAD).label("failed"),
        )
        .where(Delivery.status.in_([UNKNOWN, DEAD]), Delivery.due_at >= lately)
        .subquery()
    )
    away = (
        select(count)
        .select_from(User)
        .where(~User.reachable, User.telegram_id.is_not(None), User.erased_at.is_(None))
        .scalar_subquery()
    )
    counts = select(*settled.c, *lost.c, away).select_from(settled).join(lost, true())
    found: list[Any] = [*(await session.execute(counts)).one()]
    return Ends(*found)


async def failures(session: AsyncSession, *, since: datetime, limit: int) -> Sequence[Failure]:
    """The most frequent first."""
    count = func.count()
    statement = (
        select(Delivery.error, count)
        .where(Delivery.status == DEAD, Delivery.due_at >= since)
        .group_by(Delivery.error)
        .order_by(count.desc(), Delivery.error)
        .limit(limit)
    )
    return [Failure(*row) for row in await session.execute(statement)]


async def renew_doubtful(session: AsyncSession, *, since: datetime, now: datetime) -> int:
    """Owe again what is in doubt, but for announcements. How many that were."""
    statement = (
        update(Delivery)
        .where(
            Delivery.status == UNKNOWN,
            Delivery.due_at >= since,
            Delivery.announcement_id.is_(None),
        )
        .values(status=DeliveryStatus.PENDING, due_at=now, attempts=0, settled_at=None)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.execute(statement)).all())
