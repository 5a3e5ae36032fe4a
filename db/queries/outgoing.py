"""Announcements that the clock begins, goes on with and ends."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    AnnouncementStatus,
    Course,
    CourseStatus,
    Delivery,
    DeliveryOperation,
    DeliveryStatus,
)

AFRESH = {"populate_existing": True}
"""What was read before the lock may be out of date."""

UNSETTLED = (DeliveryStatus.PENDING, DeliveryStatus.SENDING)
BEGUN = (AnnouncementStatus.SENDING, AnnouncementStatus.SENT)


async def take_due(
    session: AsyncSession, announcement_id: int, *, now: datetime
) -> Announcement | None:
    """Held, if it is still to begin now and nobody else is at it."""
    statement = (
        select(Announcement)
        .where(Announcement.id == announcement_id, *_is_due(now))
        .with_for_update(skip_locked=True)
    )
    return await session.scalar(statement, execution_options=AFRESH)


async def due(session: AsyncSession, *, now: datetime) -> Sequence[int]:
    statement = select(Announcement.id).where(*_is_due(now)).order_by(Announcement.send_at)
    return (await session.scalars(statement)).all()


async def open_to_late(session: AsyncSession, *, now: datetime) -> Sequence[Announcement]:
    """Those that who joins now gets too."""
    statement = select(Announcement).where(
        Announcement.status.in_(BEGUN), Announcement.for_late_joiners_until > now
    )
    return (await session.scalars(statement.order_by(Announcement.id))).all()


async def changed_since(session: AsyncSession, since: datetime) -> Sequence[Announcement]:
    """Those that some may have got as they were, because it was on the way then."""
    statement = select(Announcement).where(Announcement.edited_at > since)
    return (await session.scalars(statement.order_by(Announcement.id))).all()


async def finish(session: AsyncSession, *, now: datetime) -> None:
    """What nobody is owed any more has been sent."""
    owed = exists().where(
        Delivery.announcement_id == Announcement.id,
        Delivery.operation == DeliveryOperation.SEND,
        Delivery.status.in_(UNSETTLED),
    )
    done = update(Announcement).where(Announcement.status == AnnouncementStatus.SENDING, ~owed)
    await session.execute(
        done.values(status=AnnouncementStatus.SENT, ended_at=now),
        execution_options={"synchronize_session": False},
    )


async def plan_cards(session: AsyncSession, *, since: datetime, now: datetime) -> None:
    """Of the courses whose day for it has come; each day once."""
    columns = {
        "course_id": Course.id,
        "is_card": True,
        "audience": {},
        "content": {},
        "status": AnnouncementStatus.SCHEDULED,
    }
    statement = select(Course.id, Course.announce_at).where(*_is_card_due(since, now))
    found = (await session.execute(statement)).all()
    rows = [columns | {"course_id": it.id, "send_at": it.announce_at} for it in found]
    if rows:
        await session.execute(insert(Announcement).on_conflict_do_nothing(), rows)


def _is_card_due(since: datetime, now: datetime) -> Sequence[ColumnElement[bool]]:
    planned = exists().where(
        Announcement.is_card,
        Announcement.course_id == Course.id,
        Announcement.send_at >= Course.announce_at,
    )
    return [
        Course.status == CourseStatus.PUBLISHED,
        Course.deleted_at.is_(None),
        Course.announce_at > since,
        Course.announce_at <= now,
        or_(Course.enroll_until.is_(None), Course.enroll_until > now),
        ~planned,
    ]


def _is_due(now: datetime) -> Sequence[ColumnElement[bool]]:
    return [Announcement.status == AnnouncementStatus.SCHEDULED, Announcement.send_at <= now]
