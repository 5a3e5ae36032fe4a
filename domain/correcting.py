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
from db.queries import attendance, points, rooms
from db.queries.attendance import SeenMark
from domain import journal, policy, told_marks
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
from domain.policy import Action
from domain.told_marks import Told
from domain.undoing import POSSIBLE_FOR


async def change(
    session: AsyncSession,
    desk: Desk,
    *,
    attendance_id: int,
    status: AttendanceStatus,
    reason: str = "",
) -> Attendance:
    """Make a mark another, with its points; the person is told, and why.

    Whoever made it needs no reason for a minute; nor does anybody where the person said
    themselves that they would not come.
    """
    seen, held = await _hold(session, desk.actor, attendance_id)
    if held.status is status:
        return held
    await _ensure_can_be(session, desk, held.lesson_id, status)
    if not reason and not is_free(held, desk.actor, desk.now):
        raise MarkReasonMissing
    before, held.status = held.status, status
    held.source = AttendanceSource.ROSTER
    if reason or held.marked_by != desk.actor.id:
        held.marked_by, held.marked_at, held.reason = desk.actor.id, desk.now, reason or None
    await _settle(session, desk, seen, held, before)
    return held


def is_free(held: Attendance, actor: Actor, now: datetime) -> bool:
    """Whether the mark can be made another without a reason."""
    if held.source is AttendanceSource.SELF:
        return True
    return held.marked_by == actor.id and now <= held.marked_at + POSSIBLE_FOR


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


async def _settle(
    session: AsyncSession,
    desk: Desk,
    seen: SeenMark,
    held: Attendance,
    before: AttendanceStatus,
) -> None:
    details = {"status": [before, held.status], "enrollment_id": held.enrollment_id}
    if held.reason:
        details["has_reason"] = True
    journal.note(session, desk.actor, "change_mark", held, now=desk.now, **details)
    if before.is_attended is not held.status.is_attended:
        due = seen.points_per_visit if held.status.is_attended else 0
        whose = {"user_id": seen.user_id, "course_id": seen.course_id}
        await points.settle(session, points.key_of_mark(held.id), due=due, now=desk.now, **whose)
    told = Told(held.id, seen.user_id, held.status)
    await told_marks.tell(session, desk, DeliveryKind.MARK_CHANGED, told)
