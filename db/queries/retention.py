"""What is old of each kind of data, and its end: so many rows at once, none that is in use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, delete, func, inspect, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    AnnouncementStatus,
    Banner,
    Base,
    Consent,
    Course,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    DialogState,
    Enrollment,
    HandledUpdate,
    IdempotencyKey,
    Invite,
    PendingStart,
    ProjectorScreen,
    Question,
    ScanAttempt,
    User,
    WebSession,
)
from db.queries.banners import IS_USED
from db.queries.courses import LIVE

IS_SETTLED = Delivery.status.not_in([DeliveryStatus.PENDING, DeliveryStatus.SENDING])

_seen_at = func.coalesce(User.last_seen_at, User.created_at)


class Forget(Protocol):
    """Deletes what ended before that, or so many rows of it."""

    async def __call__(self, session: AsyncSession, before: datetime, limit: int) -> None: ...


async def updates(session: AsyncSession, before: datetime, limit: int) -> None:
    await _forget(session, HandledUpdate, limit, HandledUpdate.handled_at < before)


async def meetings(session: AsyncSession, before: datetime, limit: int) -> None:
    await _forget(session, PendingStart, limit, PendingStart.happened_at < before)


async def dialogs(session: AsyncSession, before: datetime, limit: int) -> None:
    await _forget(session, DialogState, limit, DialogState.updated_at < before)


async def banners(session: AsyncSession, before: datetime, limit: int) -> None:
    """Pictures that were sent for a course and not used."""
    await _forget(session, Banner, limit, Banner.created_at < before, ~IS_USED)


async def screens(session: AsyncSession, before: datetime, limit: int) -> None:
    """Whatever was owed to a chat as such, too."""
    of_chat = or_(Delivery.kind == DeliveryKind.SCREEN, Delivery.chat_id.is_not(None))
    await _forget(session, Delivery, limit, of_chat, IS_SETTLED, Delivery.due_at < before)


async def notices(session: AsyncSession, before: datetime, limit: int) -> None:
    """But for announcements, whose report counts them."""
    is_own = Delivery.announcement_id.is_(None)
    await _forget(session, Delivery, limit, is_own, IS_SETTLED, Delivery.due_at < before)


async def questions(session: AsyncSession, before: datetime, limit: int) -> None:
    """Those without an answer, too: nobody waits for one so long."""
    ended_at = func.coalesce(Question.settled_at, Question.created_at)
    await _forget(session, Question, limit, ended_at < before)


async def drafts(session: AsyncSession, before: datetime, limit: int) -> None:
    is_draft = Announcement.status == AnnouncementStatus.DRAFT
    await _forget(session, Announcement, limit, is_draft, Announcement.created_at < before)


async def scan_attempts(session: AsyncSession, before: datetime, limit: int) -> None:
    await _forget(session, ScanAttempt, limit, ScanAttempt.made_at < before)


async def web_sessions(session: AsyncSession, before: datetime, limit: int) -> None:
    ended_at = func.least(WebSession.expires_at, WebSession.revoked_at)
    await _forget(session, WebSession, limit, ended_at < before)


async def invites(session: AsyncSession, before: datetime, limit: int) -> None:
    ended_at = func.least(Invite.expires_at, Invite.used_at, Invite.revoked_at)
    await _forget(session, Invite, limit, ended_at < before)


async def idempotency_keys(session: AsyncSession, before: datetime, limit: int) -> None:
    await _forget(session, IdempotencyKey, limit, IdempotencyKey.created_at < before)


async def projectors(session: AsyncSession, before: datetime, limit: int) -> None:
    it = ProjectorScreen
    seen_last = func.coalesce(it.closed_at, it.paired_at, it.created_at)
    await _forget(session, ProjectorScreen, limit, seen_last < before)


async def consents(session: AsyncSession, before: datetime, limit: int) -> None:
    await _forget(session, Consent, limit, Consent.withdrawn_at < before)


async def longest_away(session: AsyncSession, *, since: datetime, limit: int) -> Sequence[int]:
    """The ids of those not seen since then, whom no running course has and no staff."""
    away = select(User.id).where(*_is_away(since)).order_by(_seen_at, User.id).limit(limit)
    return (await session.scalars(away)).all()


async def is_away(session: AsyncSession, user_id: int, *, since: datetime) -> bool:
    away = select(User.id).where(User.id == user_id, *_is_away(since))
    return await session.scalar(away) is not None


def _is_away(since: datetime) -> list[ColumnElement[bool]]:
    takes = (
        select(Enrollment.id)
        .join(Enrollment.course)
        .where(
            Enrollment.user_id == User.id,
            Enrollment.status.in_(LIVE),
            Course.status == CourseStatus.PUBLISHED,
        )
    )
    works = select(CourseStaff.course_id).where(CourseStaff.user_id == User.id)
    return [User.erased_at.is_(None), _seen_at < since, ~takes.exists(), ~works.exists()]


async def _forget(
    session: AsyncSession, kind: type[Base], limit: int, *old: ColumnElement[bool]
) -> None:
    key = inspect(kind).primary_key
    # Held before it is judged: what somebody is just changing is not old.
    rows = select(*key).where(*old).limit(limit).with_for_update(skip_locked=True)
    await session.execute(
        delete(kind).where(tuple_(*key).in_(rows)),
        execution_options={"synchronize_session": False},
    )
