"""Who was not expected any more, and came."""

from sqlalchemy import ColumnElement, case, func, or_, select, update
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
    unless: Guesses | None = None,
) -> bool:
    """Make the mark of somebody who was not expected any more that one. False if there is none,
    the staff gave a reason for it, the enrollment or the lesson has changed, or all guesses of
    digits are made."""
    statement = (
        update(Attendance)
        .where(
            Attendance.id == attendance_id,
            Attendance.is_attended.is_(False),
            or_(Attendance.reason.is_(None), Attendance.source == AttendanceSource.SELF),
            *_still_takes(mark),
        )
        .values(status=mark.status, source=mark.source, reason=None, excuse=_said())
        .values(marked_by=by.id, marked_at=mark.marked_at)
    )
    if unless is not None:
        statement = statement.where(guesses_of(mark.user_id, unless.since) < unless.most)
    changed = await session.scalar(statement.returning(Attendance.id))
    return changed is not None


def _said() -> ColumnElement[str | None]:
    """What the person said of not coming: whoever undoes the mark brings it back."""
    is_own = Attendance.source == AttendanceSource.SELF
    return case((is_own, func.coalesce(Attendance.reason, "")), else_=Attendance.excuse)


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
