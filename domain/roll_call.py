"""The staff mark people by name: nobody has to show a code for that."""

from dataclasses import replace
from datetime import datetime
from typing import Required, TypedDict, Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    CourseStatus,
    DeliveryKind,
    EnrollmentStatus,
    LessonStatus,
)
from db.queries import check_in as sightings
from db.queries import courses, lessons, marking
from db.queries.check_in import Sighting
from db.session import Conflict
from domain import checking_in, completing, correcting, policy, told_marks
from domain.actor import Actor
from domain.answers import Answer, CheckIn, Mark
from domain.checking_in import Desk, Evidence
from domain.errors import (
    AlreadyMarked,
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
    at: datetime | None
    """When they were seen, if that could not be told at once; not after now."""


async def mark(session: AsyncSession, desk: Desk, **what: Unpack[What]) -> CheckIn:
    """Mark somebody; without a status they came, in time or late by the rule of the course.

    Who came already, or has a mark that the staff corrected, keeps it and is `already`; with a
    status, only who has that. Another mark is changed as by `correcting.change`, unless it says
    only what the person said themselves. Nothing is kept of who could not be marked.
    """
    seen = await _sighting(session, desk, what["lesson_id"], what["user_id"])
    at, status = what.get("at") or desk.now, what.get("status")
    answer = judge_by_name(seen, status, at)
    if not answer.is_marked:
        return CheckIn(answer, seen)
    is_other = seen.attendance_id is not None and not seen.is_own_word
    if answer is Answer.ALREADY or (status is None and not is_other):
        return await checking_in.finish(session, desk, seen, answer, _evidence(at))
    how = status or came(seen, at)
    if seen.attendance_id is None:
        return await _add(session, desk, seen, answer, how, at)
    return await _change(session, desk, seen, answer, how, what.get("reason", ""))


async def mark_new(
    session: AsyncSession, desk: Desk, *, lesson_id: int, user_id: int, status: AttendanceStatus
) -> CheckIn:
    """Mark somebody who has no mark of that lesson; who has one, or cannot be marked, is a
    refusal."""
    seen = await _sighting(session, desk, lesson_id, user_id)
    if seen.attendance_id is not None and seen.marked_at is not None:
        raise AlreadyMarked(seen.attendance_id, seen.marked_at)
    answer = judge_by_name(seen, status, desk.now)
    if answer in REFUSALS:
        raise REFUSALS[answer]
    return await _add(session, desk, seen, answer, status, desk.now)


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


def judge_by_name(seen: Sighting, status: AttendanceStatus | None, at: datetime) -> Answer:
    """What comes of marking the person so at that moment, whoever does it."""
    if seen.lesson_status is LessonStatus.CANCELLED:
        return Answer.LESSON_CANCELLED
    if seen.enrollment_status is EnrollmentStatus.WAITLISTED:
        return Answer.WAITLISTED
    if seen.enrollment_status is None or not seen.enrollment_status.holds_seat:
        return Answer.NOT_ENROLLED
    if seen.attendance_status is not None and _keeps(seen, status):
        return Answer.ALREADY
    if at < seen.opens_at and status is not AttendanceStatus.EXCUSED:
        return Answer.NOT_OPEN_YET
    is_late = (status or came(seen, at)) is AttendanceStatus.LATE
    return Answer.LATE if is_late else Answer.CHECKED_IN


def _keeps(seen: Sighting, status: AttendanceStatus | None) -> bool:
    return is_settled(seen) if status is None else seen.attendance_status is status


async def _add(
    session: AsyncSession,
    desk: Desk,
    seen: Sighting,
    answer: Answer,
    status: AttendanceStatus,
    at: datetime,
) -> CheckIn:
    due = seen.points_per_visit if status.is_attended else 0
    new = replace(
        checking_in.as_new(seen, desk, _evidence(at)), status=status, points=due, is_news=False
    )
    attendance_id = await marking.add(session, new, by=desk.actor, now=desk.now)
    if attendance_id is None:
        # Somebody has marked them meanwhile, or something else has changed: looked at anew.
        raise Conflict
    if seen.course_status is CourseStatus.FINISHED:
        await completing.settle(session, desk.actor, [new.enrollment_id], now=desk.now)
    told = Told(attendance_id, seen.person_id, status)
    await told_marks.tell(session, desk, DeliveryKind.CHECKED_IN, told)
    return CheckIn(answer, seen, Mark(attendance_id, status, at, due))


async def _change(
    session: AsyncSession,
    desk: Desk,
    seen: Sighting,
    answer: Answer,
    status: AttendanceStatus,
    reason: str,
) -> CheckIn:
    assert seen.attendance_id is not None
    held = await correcting.change(
        session, desk, attendance_id=seen.attendance_id, status=status, reason=reason
    )
    return CheckIn(answer, seen, _as_mark(held, seen))


def _evidence(at: datetime) -> Evidence:
    return Evidence(at, AttendanceSource.ROSTER)


def _as_mark(held: Attendance, seen: Sighting) -> Mark:
    due = seen.points_per_visit if held.status.is_attended else 0
    return Mark(held.id, held.status, held.marked_at, due, is_corrected=held.reason is not None)
