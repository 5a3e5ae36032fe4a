"""A mark that there is becomes another. Later than a moment after it was made, that takes a
reason, which is kept with it and told to the person."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    DeliveryKind,
    LessonStatus,
)
from db.queries import attendance, rooms
from db.queries.attendance import SeenMark
from domain import mark_changes, policy, told_marks
from domain.actor import Actor
from domain.checking_in import Desk
from domain.errors import (
    AttendanceNotFound,
    CheckInNotOpen,
    EnrollmentNotFound,
    LessonCancelled,
    LessonNotFound,
    MarkReasonMissing,
)
from domain.mark_changes import POSSIBLE_FOR, Came, Word, status_of
from domain.policy import Action
from domain.told_marks import Told


async def change(
    session: AsyncSession,
    desk: Desk,
    *,
    attendance_id: int,
    status: Came,
    reason: str = "",
) -> Attendance:
    """Make a mark another, with its points; the person is told, and why.

    Whoever made it needs no reason for a minute; nor does anybody where the person said
    themselves that they would not come.
    """
    seen, held = await _hold(session, desk.actor, attendance_id)
    after = status_of(status, held.status)
    if held.status is after:
        return held
    await _ensure_can_be(session, desk, held.lesson_id, after)
    if not reason and not is_free(held, desk.actor, desk.now):
        raise MarkReasonMissing
    word = _word(held, desk, after, reason)
    await mark_changes.turn(session, desk.actor, seen, held, word, now=desk.now)
    told = Told(held.id, seen.user_id, held.status)
    await told_marks.tell(session, desk, DeliveryKind.MARK_CHANGED, told)
    return held


def is_free(held: Attendance, actor: Actor, now: datetime) -> bool:
    """Whether the mark can be made another without a reason."""
    if held.source is AttendanceSource.SELF:
        return True
    return held.marked_by == actor.id and now <= held.changed_at + POSSIBLE_FOR


async def _ensure_can_be(
    session: AsyncSession, desk: Desk, lesson_id: int, status: AttendanceStatus
) -> None:
    """Before check-in opens nobody has come or not: only an excuse can be known."""
    found = await rooms.find(session, desk.actor, lesson_id)
    if found is None:
        raise LessonNotFound
    if found.lesson.status is LessonStatus.CANCELLED:
        raise LessonCancelled
    if desk.now < found.opens_at and status is not AttendanceStatus.EXCUSED:
        raise CheckInNotOpen


async def _hold(
    session: AsyncSession, actor: Actor, attendance_id: int
) -> tuple[SeenMark, Attendance]:
    seen = await attendance.to_change(session, actor, attendance_id)
    if seen is None or (seen.part is None and seen.user_id != actor.id):
        raise AttendanceNotFound
    policy.ensure(actor.role, seen.part, Action.MARK)
    held = await attendance.lock(session, attendance_id)
    if held is None:
        # Somebody has taken it back just now.
        raise AttendanceNotFound
    if not seen.enrollment_status.holds_seat:
        raise EnrollmentNotFound
    return seen, held


def _word(held: Attendance, desk: Desk, status: AttendanceStatus, reason: str) -> Word:
    """The minute in which it is free begins anew only with another's word, or a reason."""
    is_new = bool(reason) or held.marked_by != desk.actor.id
    by, at = (desk.actor.id, desk.now) if is_new else (held.marked_by, held.marked_at)
    return Word(status, AttendanceSource.ROSTER, by, at, reason)
