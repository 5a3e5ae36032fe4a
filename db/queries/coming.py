"""Who was not expected any more, and came."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    Enrollment,
    Lesson,
    LessonStatus,
)
from db.queries.attempts import Guesses, guesses_of
from db.queries.doing import Doer
from db.queries.marking import NewMark
from db.queries.on_now import SEATED


async def after_all(
    session: AsyncSession,
    attendance_id: int,
    mark: NewMark,
    *,
    by: Doer,
    now: datetime,
    unless: Guesses | None = None,
) -> bool:
    """Make the mark of somebody who was not expected any more that one. False if there is none,
    the staff gave a reason for it, the enrollment or the lesson has changed, or all guesses of
    digits are made."""
    statement = (
        update(Attendance)
        .where(Attendance.id == attendance_id, *_not_expected(), *_still_takes(mark))
        .values(status=mark.status, source=mark.source, reason=None)
        .values(marked_by=by.id, marked_at=mark.marked_at)
        .values(written_at=now if mark.marked_at < now else None, excuse=_said(), former=_was())
    )
    if unless is not None:
        statement = statement.where(guesses_of(mark.user_id, unless.since) < unless.most)
    changed = await session.scalar(statement.returning(Attendance.id))
    return changed is not None


def _not_expected() -> tuple[ColumnElement[bool], ...]:
    is_own = Attendance.source == AttendanceSource.SELF
    return Attendance.is_attended.is_(False), or_(Attendance.reason.is_(None), is_own)


def _said() -> ColumnElement[str | None]:
    """What the person said of not coming: whoever undoes the mark brings it back."""
    is_own = Attendance.source == AttendanceSource.SELF
    return case((is_own, func.coalesce(Attendance.reason, "")), else_=Attendance.excuse)


def _was() -> ColumnElement[dict[str, Any] | None]:
    """The mark of the staff: the same."""
    it = Attendance
    columns = it.status, it.source, it.marked_by, it.marked_at
    named = (part for column in columns for part in (literal(column.key), column))
    return case(
        (it.source == AttendanceSource.SELF, it.former), else_=func.jsonb_build_object(*named)
    )


def _still_takes(mark: NewMark) -> tuple[ColumnElement[bool], ...]:
    """The lesson and the person are as they were found."""
    place = select(Enrollment).where(Enrollment.id == mark.enrollment_id)
    lesson = select(Lesson).where(Lesson.id == mark.lesson_id)
    return (
        place.where(Enrollment.status.in_(SEATED)).exists(),
        lesson.where(Lesson.status == LessonStatus.SCHEDULED)
        .where(Lesson.starts_at == mark.starts_at)
        .exists(),
    )
