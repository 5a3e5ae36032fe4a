"""What the history knows of a change of a course, and who has to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Delivery,
    DeliveryKind,
    DeliveryOperation,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LogEntry,
    User,
)
from db.queries import quiet
from db.queries.doing import Doer

KIND = DeliveryKind.COURSE_CHANGED
TOLD = "tell_people"
"""The action under which the history has that people were told."""


@dataclass(frozen=True)
class News:
    """What people are to be told, and when."""

    course_id: int
    entry_id: int
    """The entry of the history with which the change begins."""
    before: Mapping[str, Any]
    due_at: datetime
    zone: str
    """For those who have chosen none."""
    is_pressing: bool
    """It cannot wait for the end of somebody's quiet hours."""
    in_time: datetime | None = None
    """Neither for these nor for a morning it waits for longer than until then."""

    @property
    def payload(self) -> dict[str, Any]:
        return {"course_id": self.course_id, "before": dict(self.before)}


async def made_at(
    session: AsyncSession, doer: Doer, course_id: int, at: datetime
) -> Sequence[LogEntry]:
    """What they have done to the course at that moment: all of one act."""
    whose = LogEntry.user_id == doer.id, LogEntry.token_id.is_not_distinct_from(doer.token_id)
    statement = select(LogEntry).where(LogEntry.timestamp == at, *whose, _about(course_id))
    return (await session.scalars(statement.order_by(LogEntry.id))).all()


async def act_of(session: AsyncSession, course_id: int, entry_id: int) -> Sequence[LogEntry]:
    """The entries of that act; none if it was not about the course."""
    first = await session.get(LogEntry, entry_id)
    if first is None:
        return []
    statement = select(LogEntry).where(
        LogEntry.timestamp == first.timestamp,
        LogEntry.user_id.is_not_distinct_from(first.user_id),
        LogEntry.token_id.is_not_distinct_from(first.token_id),
        _about(course_id),
    )
    return (await session.scalars(statement.order_by(LogEntry.id))).all()


async def told(session: AsyncSession, course_id: int, *, since: datetime) -> Sequence[LogEntry]:
    """That people were told of changes of the course, the latest first."""
    statement = (
        select(LogEntry)
        .filter_by(entity="courses", entity_id=course_id, action=TOLD)
        .where(LogEntry.timestamp >= since)
        .order_by(LogEntry.id.desc())
    )
    return (await session.scalars(statement)).all()


async def count(session: AsyncSession, course_id: int) -> int:
    """How many would be told."""
    those = _people(course_id).subquery()
    return await session.scalar(select(func.count()).select_from(those)) or 0


async def is_pending(
    session: AsyncSession,
    course_id: int,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
) -> bool:
    """Whether anybody is about to be told of the course then."""
    statement = select(Delivery.id).where(_pending(course_id))
    if since is not None:
        statement = statement.where(Delivery.due_at >= since)
    if before is not None:
        statement = statement.where(Delivery.due_at < before)
    return await session.scalar(statement.limit(1)) is not None


async def merge(session: AsyncSession, news: News) -> None:
    """Into what people are about to be told of the course: what stood before the first change
    counts."""
    before = func.jsonb_concat(
        cast(literal(dict(news.before), JSONB), JSONB), Delivery.payload["before"]
    )
    payload = func.jsonb_build_object("course_id", news.course_id, "before", before)
    mine = _pending(news.course_id), Delivery.user_id.in_(_people(news.course_id))
    due_at = select(_due(news)).where(User.id == Delivery.user_id).scalar_subquery()
    merged = (
        update(Delivery)
        .where(*mine)
        .values(payload=payload, due_at=func.least(Delivery.due_at, due_at))
    )
    await session.execute(merged, execution_options={"synchronize_session": False})


async def owe(session: AsyncSession, news: News) -> None:
    """To all whom nothing about the course is on the way to."""
    waits = exists().where(_pending(news.course_id), Delivery.user_id == User.id)
    key = func.concat(f"{KIND}:{news.course_id}:{news.entry_id}:", User.id)
    columns: dict[str, Any] = {
        "kind": literal(KIND.value),
        "operation": literal(DeliveryOperation.SEND.value),
        "urgent": literal(value=False),
        "user_id": User.id,
        "payload": cast(literal(news.payload, JSONB), JSONB),
        "due_at": _due(news),
        "dedup_key": key,
        "status": literal(DeliveryStatus.PENDING.value),
        "attempts": literal(0),
        "error": literal(""),
    }
    those = list(columns.values())
    chosen = _people(news.course_id).with_only_columns(*those).where(~waits)
    statement = upsert(Delivery).from_select(list(columns), chosen, include_defaults=False)
    await session.execute(statement.on_conflict_do_nothing())


def _about(course_id: int) -> ColumnElement[bool]:
    of_lessons = select(Lesson.id).where(Lesson.course_id == course_id)
    return or_(
        and_(LogEntry.entity == "courses", LogEntry.entity_id == course_id),
        and_(LogEntry.entity == "lessons", LogEntry.entity_id.in_(of_lessons)),
    )


def _people(course_id: int) -> Select[int]:
    """Those with a seat whom a message reaches. Who wants no reminders must still not stand before
    a closed door."""
    return (
        select(User.id)
        .join(Enrollment, Enrollment.user_id == User.id)
        .where(
            Enrollment.course_id == course_id,
            Enrollment.status == EnrollmentStatus.REGISTERED,
            User.telegram_id.is_not(None),
            User.reachable,
            User.blocked_at.is_(None),
            User.erased_at.is_(None),
        )
    )


def _pending(course_id: int) -> ColumnElement[bool]:
    return and_(
        Delivery.kind == KIND,
        Delivery.status == DeliveryStatus.PENDING,
        cast(Delivery.payload["course_id"].astext, BigInteger) == course_id,
    )


def _due(news: News) -> ColumnElement[datetime]:
    if news.is_pressing:
        return literal(news.due_at)
    awake = quiet.over(news.due_at, news.zone)
    return func.least(awake, news.in_time) if news.in_time else awake
