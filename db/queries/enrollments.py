"""Changes of enrollments. Whoever calls them holds the course's row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus, User
from db.queries.doing import Doer

AFRESH = {"populate_existing": True}
"""What was read before the lock may be out of date."""

# One statement with the seat and the log entry, because everybody enrolls at the same minute.
# A part of it does not see what another part writes: hence what is counted is "before mine".
JOIN = text(
    """
WITH joined AS (
    INSERT INTO enrollments AS place (user_id, course_id, status, waitlist_place, changed_at)
    SELECT id, :course_id, :status, CASE WHEN :waits THEN nextval('waitlist_places') END, :now
    FROM users WHERE id = :user_id AND erased_at IS NULL FOR KEY SHARE
    ON CONFLICT (user_id, course_id) DO UPDATE SET
        status = excluded.status,
        waitlist_place = excluded.waitlist_place,
        changed_at = excluded.changed_at
    WHERE place.status = 'cancelled'
    RETURNING id, status, waitlist_place
), seated AS (
    UPDATE courses SET taken = taken + 1
    WHERE id = :course_id AND NOT :waits AND EXISTS (SELECT FROM joined)
), noted AS (
    INSERT INTO logs (user_id, token_id, action, timestamp, entity, entity_id, details)
    SELECT :by_user, :by_token, 'enroll', :now, 'enrollments', id,
        jsonb_build_object('status', status)
    FROM joined
), standing AS (
    SELECT status, waitlist_place, true AS is_new FROM joined
    UNION ALL
    SELECT status, waitlist_place, false FROM enrollments
    WHERE user_id = :user_id AND course_id = :course_id AND NOT EXISTS (SELECT FROM joined)
)
SELECT status, is_new, CASE WHEN waitlist_place IS NULL THEN 0 ELSE 1 + (
    SELECT count(*) FROM enrollments AS other
    WHERE other.course_id = :course_id AND other.waitlist_place < standing.waitlist_place
) END AS rank
FROM standing
"""
).bindparams(
    bindparam("user_id", type_=BigInteger),
    bindparam("course_id", type_=BigInteger),
    bindparam("status", type_=Text),
    bindparam("waits", type_=Boolean),
    bindparam("by_user", type_=BigInteger),
    bindparam("by_token", type_=BigInteger),
    bindparam("now", type_=DateTime(timezone=True)),
)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands on a course."""

    status: EnrollmentStatus
    is_new: bool
    """False if they stood there before."""
    rank: int
    """Among those who wait, from 1; 0 for who does not wait."""


async def join(
    session: AsyncSession,
    *,
    user_id: int,
    course_id: int,
    status: EnrollmentStatus,
    by: Doer,
    now: datetime,
) -> Standing | None:
    """Give the person that status, unless they have another than `cancelled`.

    None for somebody erased.
    """
    waits = status is EnrollmentStatus.WAITLISTED
    values = {"status": status.value, "waits": waits, "now": now}
    who = {"user_id": user_id, "by_user": by.id, "by_token": by.token_id}
    row = await session.execute(JOIN, {"course_id": course_id} | who | values)
    found = row.one_or_none()
    if found is None:
        return None
    return Standing(EnrollmentStatus(found.status), found.is_new, found.rank)


async def of(session: AsyncSession, *, user_id: int, course_id: int) -> Enrollment | None:
    """The enrollment, held for a change."""
    statement = select(Enrollment).filter_by(user_id=user_id, course_id=course_id)
    return await session.scalar(statement.with_for_update(), execution_options=AFRESH)


async def course_of(session: AsyncSession, enrollment_id: int) -> int | None:
    """The id of the course, so that it can be locked before the enrollment is."""
    return await session.scalar(select(Enrollment.course_id).filter_by(id=enrollment_id))


async def get(session: AsyncSession, enrollment_id: int) -> Enrollment | None:
    """The enrollment, held for a change."""
    return await session.get(
        Enrollment, enrollment_id, with_for_update=True, populate_existing=True
    )


async def live_of(session: AsyncSession, user_id: int) -> Sequence[Enrollment]:
    """What the person can still leave, held for a change; what is completed stays."""
    statement = (
        select(Enrollment)
        .join(Enrollment.course)
        .where(can_be_left(user_id))
        .order_by(Enrollment.course_id)
        .with_for_update(of=Enrollment)
    )
    return (await session.scalars(statement, execution_options=AFRESH)).all()


async def waiting(session: AsyncSession, course_id: int) -> Sequence[Enrollment]:
    """Everybody who waits for the course, in order, held for a change."""
    return (await session.scalars(_waiting(course_id), execution_options=AFRESH)).all()


async def registered(session: AsyncSession, course_id: int) -> Sequence[int]:
    """The ids of those who are on the course, and can be told so."""
    theirs = select(Enrollment.user_id).filter_by(
        course_id=course_id, status=EnrollmentStatus.REGISTERED
    )
    told = theirs.join(Enrollment.user).where(User.blocked_at.is_(None))
    return (await session.scalars(told.order_by(Enrollment.user_id))).all()


async def next_in_line(
    session: AsyncSession, course_id: int, *, limit: int | None
) -> Sequence[Enrollment]:
    """The first of those who wait and whom a message reaches: the others keep their place."""
    statement = (
        _waiting(course_id).join(Enrollment.user).where(User.reachable, User.blocked_at.is_(None))
    )
    return (await session.scalars(statement.limit(limit), execution_options=AFRESH)).all()


def can_be_left(user_id: int) -> ColumnElement[bool]:
    """Of an enrollment and its course. A seat on a course that is over is one of its totals."""
    is_over = Course.status.in_([CourseStatus.FINISHED, CourseStatus.ARCHIVED])
    takes = and_(Enrollment.status == EnrollmentStatus.REGISTERED, ~is_over)
    waits = Enrollment.status == EnrollmentStatus.WAITLISTED
    return and_(Enrollment.user_id == user_id, or_(takes, waits))


def _waiting(course_id: int) -> Select[Enrollment]:
    return (
        select(Enrollment)
        .filter_by(course_id=course_id, status=EnrollmentStatus.WAITLISTED)
        .order_by(Enrollment.waitlist_place)
        .with_for_update(of=Enrollment)
    )
