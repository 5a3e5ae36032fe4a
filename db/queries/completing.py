"""Who has come to enough of a course to complete it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    ScalarSelect,
    TextClause,
    and_,
    bindparam,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus, LogEntry
from db.queries import visits
from db.queries.courses import of_course

REGISTERED, COMPLETED = EnrollmentStatus.REGISTERED, EnrollmentStatus.COMPLETED

NOTE_COMPLETED = """
INSERT INTO logs (action, timestamp, entity, entity_id, details)
SELECT 'complete', :now, 'enrollments', id, '{}' FROM unnest(:ids) AS id
"""
NOTE_REVOKED = """
INSERT INTO logs (action, timestamp, entity, entity_id, details)
SELECT 'move_enrollment', :now, 'enrollments', id,
    jsonb_build_object('status', jsonb_build_array('completed', 'registered'))
FROM unnest(:ids) AS id
"""


async def hold(session: AsyncSession, enrollment_ids: Collection[int]) -> Sequence[Enrollment]:
    """Those of them with a seat in a course that is finished, held for a change."""
    statement = (
        select(Enrollment)
        .join(Course, of_course())
        .where(Enrollment.id.in_(enrollment_ids), Course.status == CourseStatus.FINISHED)
        .where(Enrollment.status.in_([REGISTERED, COMPLETED]))
        .order_by(Enrollment.id)
        .with_for_update(of=Enrollment, key_share=True)
    )
    return (await session.scalars(statement)).all()


async def seated(session: AsyncSession, course_id: int) -> Sequence[int]:
    """The enrollments that hold a seat of the course."""
    statement = select(Enrollment.id).where(Enrollment.course_id == course_id)
    seats = Enrollment.status.in_([REGISTERED, COMPLETED])
    return (await session.scalars(statement.where(seats))).all()


async def complete_all(session: AsyncSession, course_id: int, *, now: datetime) -> None:
    """Who has a seat and came to enough. The course must be held."""
    await _complete(session, Enrollment.course_id == course_id, now)


async def complete(
    session: AsyncSession, enrollment_ids: Collection[int], *, now: datetime
) -> Sequence[int]:
    """Which of them came to enough and had not completed it; but not whom the staff put back."""
    is_put_back = func.coalesce(_is_by_staff(), False)
    which = and_(Enrollment.id.in_(enrollment_ids), is_put_back.is_(False))
    return await _complete(session, which, now)


async def revoke(
    session: AsyncSession, enrollment_ids: Collection[int], *, now: datetime
) -> Sequence[int]:
    """Which of them had completed it by the rule, and by the rule have not; but not whom the
    staff let complete it."""
    which = and_(Enrollment.id.in_(enrollment_ids), _is_by_staff().is_(False))
    wrongly = and_(which, Enrollment.status == COMPLETED)
    return await _turn(session, wrongly, REGISTERED, NOTE_REVOKED, came_enough=False, now=now)


async def _complete(
    session: AsyncSession, which: ColumnElement[bool], now: datetime
) -> Sequence[int]:
    rightly = and_(which, Enrollment.status == REGISTERED)
    return await _turn(session, rightly, COMPLETED, NOTE_COMPLETED, came_enough=True, now=now)


async def _turn(
    session: AsyncSession,
    which: ColumnElement[bool],
    status: EnrollmentStatus,
    note: str,
    *,
    came_enough: bool,
    now: datetime,
) -> Sequence[int]:
    counts = visits.so_far(now)
    those = (
        select(Enrollment.id)
        .join(Course, of_course())
        .join(counts, true())
        .where(which, _came_enough(counts.c).is_(came_enough))
        .correlate(None)
    )
    turned = (
        update(Enrollment)
        .where(Enrollment.id.in_(those))
        .values(status=status, changed_at=now)
        .returning(Enrollment.id)
    )
    unseen = {"synchronize_session": False}
    ids = (await session.scalars(turned, execution_options=unseen)).all()
    if ids:
        await session.execute(_noting(note), {"ids": ids, "now": now})
    return ids


def _came_enough(counts: Any) -> ColumnElement[bool]:
    """A part of a lesson counts as a whole one; where nobody came to anything, there is nothing
    that they could have completed, unless the course asks for nothing."""
    counted = counts.held - counts.forgiven
    is_enough = counts.attended * 100 >= counted * Course.completion_percent
    return and_(is_enough, or_(counts.attended > 0, Course.completion_percent == 0))


def _is_by_staff() -> ScalarSelect[bool]:
    """Whether somebody, and not the rule, had the last word on it; null where nobody had."""
    is_about = and_(LogEntry.entity == "enrollments", LogEntry.entity_id == Enrollment.id)
    is_taken_back = and_(
        LogEntry.action == "move_enrollment", LogEntry.details["status"][0].astext == COMPLETED
    )
    return (
        select(or_(LogEntry.user_id.is_not(None), LogEntry.token_id.is_not(None)))
        .where(is_about, or_(LogEntry.action == "complete", is_taken_back))
        .order_by(LogEntry.id.desc())
        .limit(1)
        .correlate(Enrollment)
        .scalar_subquery()
    )


def _noting(words: str) -> TextClause:
    return text(words).bindparams(
        bindparam("ids", type_=ARRAY(BigInteger)),
        bindparam("now", type_=DateTime(timezone=True)),
    )
