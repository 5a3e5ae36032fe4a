"""What of a person is taken away, table by table. Whoever calls this holds their row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, delete, or_, select, text, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Announcement,
    AnnouncementStatus,
    Attendance,
    CalendarToken,
    CourseMute,
    CourseStaff,
    Delivery,
    DeliveryStatus,
    DialogState,
    Enrollment,
    Feedback,
    IdempotencyKey,
    Invite,
    Lesson,
    PendingStart,
    Question,
    RoomMessage,
    ScanAttempt,
    User,
    WebSession,
)
from db.queries.enrollments import can_be_left

# What is a number or a switch is of the thing that was told of; words may be the person's.
FORGET_NOTICES = text(
    """
UPDATE deliveries SET
    payload = (
        SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(payload)
        WHERE jsonb_typeof(value) IN ('number', 'boolean')
    ),
    error = '',
    status = CASE status WHEN 'pending' THEN 'skipped' ELSE status END
WHERE user_id = :user_id
"""
)

# The key stays taken, so that a service which asks again does not register the person again.
FORGET_ANSWERS = text(
    """
UPDATE idempotency_keys SET answer = NULL
WHERE jsonb_path_exists(
    answer,
    '$.body ? (@.user_id == $id || exists(@.full_name) && @.id == $id)',
    jsonb_build_object('id', CAST(:user_id AS bigint))
)
"""
)
UNSENT = AnnouncementStatus.DRAFT, AnnouncementStatus.SCHEDULED, AnnouncementStatus.SENDING


async def courses_of(session: AsyncSession, user_id: int, *, now: datetime) -> set[int]:
    """The ids of the courses that they can leave, work on, or still have a lesson to give in."""
    takes = select(Enrollment.course_id).join(Enrollment.course).where(can_be_left(user_id))
    works_on = select(CourseStaff.course_id).where(CourseStaff.user_id == user_id)
    gives = select(Lesson.course_id).where(_is_to_host(user_id, now))
    return set((await session.scalars(union(takes, works_on, gives))).all())


async def leave_staff(session: AsyncSession, user_id: int, *, now: datetime) -> None:
    """Lessons that they gave stay as they were."""
    await session.execute(delete(CourseStaff).filter_by(user_id=user_id))
    await session.execute(update(Lesson).where(_is_to_host(user_id, now)).values(host_id=None))


async def revoke_invites(
    session: AsyncSession, user_id: int, *, now: datetime
) -> Sequence[Invite]:
    """Those still open that they gave out, and those that would make somebody them."""
    theirs = or_(Invite.created_by == user_id, Invite.user_id == user_id)
    is_open = Invite.used_at.is_(None) & Invite.revoked_at.is_(None) & (Invite.expires_at > now)
    revoked = update(Invite).where(theirs, is_open).values(revoked_at=now).returning(Invite)
    return (await session.scalars(revoked)).all()


async def forget_words(session: AsyncSession, user_id: int) -> None:
    """What they wrote, and what was written of them; stars and statuses stay."""
    await session.execute(delete(Question).filter_by(user_id=user_id))
    await session.execute(update(Question).filter_by(settled_by=user_id).values(answer=""))
    await session.execute(update(Feedback).filter_by(user_id=user_id).values(comment=""))
    await session.execute(update(Enrollment).filter_by(user_id=user_id).values(reason=None))
    theirs = select(Enrollment.id).filter_by(user_id=user_id)
    marks = update(Attendance).where(Attendance.enrollment_id.in_(theirs))
    await session.execute(marks.where(Attendance.reason.is_not(None)).values(reason=""))
    await session.execute(marks.where(Attendance.excuse.is_not(None)).values(excuse=""))


async def withdraw_announcements(session: AsyncSession, user_id: int) -> None:
    """Without their words there is nothing to send to anybody any more. The card of a course is
    not in their words."""
    is_theirs = Announcement.author_id == user_id, ~Announcement.is_card
    drafts = delete(Announcement).where(*is_theirs)
    await session.execute(drafts.where(Announcement.status == AnnouncementStatus.DRAFT))
    theirs = select(Announcement.id).where(*is_theirs)
    on_the_way = Delivery.announcement_id.in_(theirs), Delivery.status == DeliveryStatus.PENDING
    await session.execute(
        update(Delivery).where(*on_the_way).values(status=DeliveryStatus.SKIPPED)
    )
    stopped = (Announcement.status.in_(UNSENT), AnnouncementStatus.STOPPED)
    gone: dict[str, Any] = {
        "content": {},
        "for_late_joiners_until": None,
        "status": case(stopped, else_=Announcement.status),
    }
    await session.execute(update(Announcement).where(*is_theirs).values(gone))


async def forget_ways_in(session: AsyncSession, user_id: int) -> None:
    """Sign-ins and secrets, with what was chosen and tried by them."""
    for kind in (WebSession, CalendarToken, CourseMute, ScanAttempt, RoomMessage):
        await session.execute(delete(kind).where(kind.user_id == user_id))


async def forget_notices(session: AsyncSession, user_id: int) -> None:
    """That they were told stays, for the counts; what is still owed is not sent."""
    await session.execute(FORGET_NOTICES, {"user_id": user_id})


async def forget_answers(session: AsyncSession, user: User) -> None:
    """What they, and services about them, were told in answer to requests."""
    await session.execute(delete(IdempotencyKey).filter_by(owner=f"user:{user.id}"))
    await session.execute(FORGET_ANSWERS, {"user_id": user.id})


async def forget_chat(session: AsyncSession, telegram_id: int) -> None:
    """What is known by the Telegram account alone, of strangers too."""
    await session.execute(delete(IdempotencyKey).filter_by(owner=f"stranger:{telegram_id}"))
    await session.execute(delete(DialogState).filter_by(user_id=telegram_id))
    await session.execute(delete(PendingStart).filter_by(telegram_id=telegram_id))
    await session.execute(delete(Delivery).filter_by(chat_id=telegram_id))


def _is_to_host(user_id: int, now: datetime) -> ColumnElement[bool]:
    return (Lesson.host_id == user_id) & (Lesson.ends_at > now)
