"""The staff mark people by name: nobody has to show a code for that."""

from dataclasses import replace
from datetime import datetime
from typing import Required, TypedDict, Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    DeliveryKind,
    EnrollmentStatus,
    LessonStatus,
)
from db.queries import check_in as sightings
from db.queries import courses, lessons, marking
from db.queries.check_in import Sighting
from db.session import Conflict
from domain import checking_in, correcting, policy, told_marks
from domain.actor import Actor
from domain.answers import Answer, CheckIn, Mark
from domain.checking_in import Desk, Evidence
from domain.errors import (
    CheckInNotOpen,
    DomainError,
    EnrollmentNotFound,
    LessonCancelled,
    LessonNotFound,
    NotAllowed,
    StillWaiting,
)
from domain.judging import came, is_settled
from domain.policy import Action
from domain.told_marks import Told

REFUSALS: dict[Answer, type[DomainError]] = {
    Answer.LESSON_CANCELLED: LessonCancelled,
    Answer.NOT_ENROLLED: EnrollmentNotFound,
    Answer.WAITLISTED: StillWaiting,
    Answer.NOT_OPEN_YET: CheckInNotOpen,
}


class What(TypedDict, total=False):
    lesson_id: Required[int]
    user_id: Required[int]
    status: AttendanceStatus | None
    reason: str


async def mark(
    session: AsyncSession,
    desk: Desk,
    *,
    lesson_id: int,
    user_id: int,
    status: AttendanceStatus | None = None,
    reason: str = "",
) -> CheckIn:
    """Mark somebody; without a status they came, in time or late by the rule of the course.

    Who came already, or has a mark that the staff corrected, keeps it and is `already`. With a
    status another mark is changed as by `correcting.change`. Nothing is kept of who could not be
    marked.
    """
    seen = await _sighting(session, desk, lesson_id, user_id)
    answer = judge_by_name(seen, status, desk.now)
    if not answer.is_marked:
        return CheckIn(answer, seen)
    if answer is Answer.ALREADY or status is None:
        return await checking_in.finish(session, desk, seen, answer, _evidence(desk))
    if seen.attendance_id is None:
        return await _add(session, desk, seen, answer, status)
    held = await correcting.change(
        session, desk, attendance_id=seen.attendance_id, status=status, reason=reason
    )
    return CheckIn(answer, seen, _as_mark(held, seen))


async def surely_mark(session: AsyncSession, desk: Desk, **what: Unpack[What]) -> CheckIn:
    """The same; who cannot be marked is a refusal."""
    checked = await mark(session, desk, **what)
    if checked.answer in REFUSALS:
        raise REFUSALS[checked.answer]
    return checked


async def _sighting(session: AsyncSession, desk: Desk, lesson_id: int, user_id: int) -> Sighting:
    whose = {"user_id": user_id, "viewer_id": desk.actor.id}
    seen = await sightings.by_id(session, lesson_id, **whose)
    if seen is None or seen.part is None:
        raise await _why_not(session, desk.actor, lesson_id)
    policy.ensure(desk.actor.role, seen.part, Action.MARK)
    return seen


async def _why_not(session: AsyncSession, actor: Actor, lesson_id: int) -> Exception:
    lesson = await lessons.get(session, lesson_id)
    found = await courses.seen(session, actor, lesson.course_id) if lesson else None
    if found is None:
        return LessonNotFound()
    if not policy.can(actor.role, found[1], Action.MARK):
        return NotAllowed()
    return EnrollmentNotFound()


def judge_by_name(seen: Sighting, status: AttendanceStatus | None, now: datetime) -> Answer:
    """What comes of marking the person so, whoever does it."""
    if seen.lesson_status is LessonStatus.CANCELLED:
        return Answer.LESSON_CANCELLED
    if seen.enrollment_status is EnrollmentStatus.WAITLISTED:
        return Answer.WAITLISTED
    if seen.enrollment_status is None or not seen.enrollment_status.holds_seat:
        return Answer.NOT_ENROLLED
    if seen.attendance_status is not None and _keeps(seen, status):
        return Answer.ALREADY
    if now < seen.opens_at and status is not AttendanceStatus.EXCUSED:
        return Answer.NOT_OPEN_YET
    is_late = (status or came(seen, now)) is AttendanceStatus.LATE
    return Answer.LATE if is_late else Answer.CHECKED_IN


def _keeps(seen: Sighting, status: AttendanceStatus | None) -> bool:
    return is_settled(seen) if status is None else seen.attendance_status is status


async def _add(
    session: AsyncSession, desk: Desk, seen: Sighting, answer: Answer, status: AttendanceStatus
) -> CheckIn:
    due = seen.points_per_visit if status.is_attended else 0
    new = replace(
        checking_in.as_new(seen, desk, _evidence(desk)), status=status, points=due, is_news=False
    )
    attendance_id = await marking.add(session, new, by=desk.actor, now=desk.now)
    if attendance_id is None:
        # Somebody has marked them meanwhile, or something else has changed: looked at anew.
        raise Conflict
    told = Told(attendance_id, seen.person_id, status)
    await told_marks.tell(session, desk, DeliveryKind.CHECKED_IN, told)
    return CheckIn(answer, seen, Mark(attendance_id, status, desk.now, due))


def _evidence(desk: Desk) -> Evidence:
    return Evidence(desk.now, AttendanceSource.ROSTER)


def _as_mark(held: Attendance, seen: Sighting) -> Mark:
    due = seen.points_per_visit if held.status.is_attended else 0
    return Mark(held.id, held.status, held.marked_at, due, is_corrected=held.reason is not None)
