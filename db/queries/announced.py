"""The messages of an announcement: what became of them, and what is made of them later."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Integer, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import (
    Announcement,
    AnnouncementStatus,
    Delivery,
    DeliveryKind,
    DeliveryOperation,
    DeliveryStatus,
    User,
)
from db.queries import quiet
from db.queries.recipients import row

TO_COME = (AnnouncementStatus.SCHEDULED, AnnouncementStatus.SENDING)
UNSETTLED = (DeliveryStatus.PENDING, DeliveryStatus.SENDING)
SEND = DeliveryOperation.SEND
UNTOUCHED = {"synchronize_session": False}


@dataclass(frozen=True)
class Which:
    """Which of the messages that arrived, by when they were written, and what is done to them."""

    operation: DeliveryOperation
    since: datetime | None = None
    until: datetime | None = None
    arrived_since: datetime | None = None


@dataclass(frozen=True)
class Report:
    """What became of the messages: each is in one of these."""

    waiting: int = 0
    sent: int = 0
    unreachable: int = 0
    skipped: int = 0
    """Stopped before, or not theirs any more."""
    doubtful: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        return sum(vars(self).values())


COLUMN: Mapping[DeliveryStatus, str] = {
    DeliveryStatus.PENDING: "waiting",
    DeliveryStatus.SENDING: "waiting",
    DeliveryStatus.SENT: "sent",
    DeliveryStatus.UNREACHABLE: "unreachable",
    DeliveryStatus.SKIPPED: "skipped",
    DeliveryStatus.UNKNOWN: "doubtful",
    DeliveryStatus.DEAD: "failed",
}


async def report(session: AsyncSession, announcement_id: int) -> Report:
    of = Delivery.announcement_id == announcement_id, Delivery.operation == SEND
    return await _count(session, *of, Delivery.kind == DeliveryKind.ANNOUNCEMENT)


async def report_of_change(session: AsyncSession, announcement_id: int, edition: int) -> Report:
    """Of the messages that were changed or taken back the last time."""
    of = Delivery.announcement_id == announcement_id, Delivery.operation != SEND
    is_last = cast(Delivery.payload["edition"].astext, BigInteger) == edition
    return await _count(session, *of, is_last, Delivery.kind == DeliveryKind.ANNOUNCEMENT)


async def skip(
    session: AsyncSession,
    announcement_id: int,
    operations: Collection[DeliveryOperation],
    *,
    now: datetime,
) -> int:
    """What has not begun to be sent is not sent. How many that were."""
    skipped = (
        update(Delivery)
        .where(
            Delivery.announcement_id == announcement_id,
            Delivery.kind == DeliveryKind.ANNOUNCEMENT,
            Delivery.operation.in_(operations),
            Delivery.status == DeliveryStatus.PENDING,
        )
        .values(status=DeliveryStatus.SKIPPED, settled_at=now)
        .returning(Delivery.id)
    )
    return len((await session.execute(skipped, execution_options=UNTOUCHED)).all())


async def stop_of_course(session: AsyncSession, course_id: int, *, now: datetime) -> None:
    """All that would still go out because of it."""
    stopped = (
        update(Announcement)
        .where(Announcement.course_id == course_id, Announcement.status.in_(TO_COME))
        .values(status=AnnouncementStatus.STOPPED, ended_at=now)
        .returning(Announcement.id)
    )
    for announcement_id in (await session.scalars(stopped)).all():
        await skip(session, announcement_id, [DeliveryOperation.SEND], now=now)


async def again(
    session: AsyncSession,
    announcement_id: int,
    status: DeliveryStatus,
    *,
    now: datetime,
    zone: str | None,
) -> int:
    """Owe those messages once more that ended so. How many they are."""
    due_at = quiet.over(now, zone) if zone else literal(now)
    of_person = select(due_at).where(User.id == Delivery.user_id).scalar_subquery()
    owed = (
        update(Delivery)
        .where(
            Delivery.announcement_id == announcement_id,
            Delivery.kind == DeliveryKind.ANNOUNCEMENT,
            Delivery.operation == SEND,
            Delivery.status == status,
        )
        .values(
            status=DeliveryStatus.PENDING,
            attempts=0,
            error="",
            due_at=of_person,
            settled_at=None,
        )
        .returning(Delivery.id)
    )
    return len((await session.execute(owed, execution_options=UNTOUCHED)).all())


async def follow(
    session: AsyncSession,
    announcement_id: int,
    edition: int,
    which: Which,
    *,
    now: datetime,
) -> None:
    """Owe a change of these messages."""
    first = aliased(Delivery)
    payload = func.jsonb_build_object(
        "announcement_id", first.announcement_id, "edition", cast(literal(edition), Integer)
    )
    key = func.concat(first.dedup_key, f":{edition}")
    columns = row(announcement_id, which.operation) | {
        "user_id": first.user_id,
        "message_id": first.message_id,
        "payload": payload,
        "due_at": literal(now),
        "dedup_key": key,
    }
    limits = []
    if which.since is not None:
        limits.append(first.claimed_at > which.since)
    if which.until is not None:
        limits.append(first.claimed_at <= which.until)
    if which.arrived_since is not None:
        limits.append(first.settled_at >= which.arrived_since)
    those = select(*columns.values()).where(
        first.announcement_id == announcement_id,
        first.kind == DeliveryKind.ANNOUNCEMENT,
        first.operation == SEND,
        first.status == DeliveryStatus.SENT,
        first.message_id.is_not(None),
        *limits,
    )
    statement = insert(Delivery).from_select(list(columns), those, include_defaults=False)
    await session.execute(statement.on_conflict_do_nothing())


async def _count(session: AsyncSession, *which: object) -> Report:
    statement = select(Delivery.status, func.count()).where(*which).group_by(Delivery.status)  # type: ignore[arg-type]
    counts: dict[str, int] = {}
    for status, count in await session.execute(statement):
        counts[COLUMN[status]] = counts.get(COLUMN[status], 0) + count
    return Report(**counts)
