"""Who is in the room, showed a good code in time, and is not on the course: they can still be."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceSource, Course, EnrollmentStatus, ScanAttempt
from db.queries import attempts, courses, lessons
from db.queries import check_in as sightings
from db.queries.check_in import Sighting
from db.session import Conflict
from domain import checking_in, enrollments
from domain.answers import Answer, CheckIn
from domain.checking_in import Desk, Evidence
from domain.errors import CourseFull, CourseNotFound, NotAllowed, ScanNotFound
from domain.judging import judge
from domain.policy import Action, can

KEPT = timedelta(days=1)
"""So long the offer stands: whoever met the bot in the corridor may finish it at home."""


async def enroll_and_check_in(session: AsyncSession, desk: Desk, *, attempt_id: int) -> CheckIn:
    """Oneself, where a seat is free. Judged by when the code was scanned."""
    attempt = await _scan(session, desk, attempt_id)
    if attempt.user_id != desk.actor.id:
        raise ScanNotFound
    course, seen = await _hold(session, desk, attempt)
    if _needs_seat(seen, attempt):
        _ensure_has_seat(course)
        await enrollments.enroll(session, desk.actor, course_id=course.id, now=desk.now)
    return await _check_in(session, desk, attempt, AttendanceSource.ROOM_CODE)


async def take_in(session: AsyncSession, desk: Desk, *, attempt_id: int) -> CheckIn:
    """Somebody whose pass a host has scanned, or who was in the room. Hosts may give a free seat
    at the door, though they enroll nobody otherwise."""
    attempt = await _scan(session, desk, attempt_id)
    course, seen = await _hold(session, desk, attempt)
    if not can(desk.actor.role, seen.part, Action.TAKE_IN):
        raise NotAllowed
    if _needs_seat(seen, attempt):
        _ensure_has_seat(course)
        user_id = attempt.user_id
        await enrollments.seat_at_door(session, desk.actor, course, user_id=user_id, now=desk.now)
    return await _check_in(session, desk, attempt, attempt.source or AttendanceSource.PASS)


async def _scan(session: AsyncSession, desk: Desk, attempt_id: int) -> ScanAttempt:
    attempt = await attempts.get(session, attempt_id, answer=Answer.NOT_ENROLLED)
    if attempt is None or attempt.lesson_id is None or desk.now > attempt.made_at + KEPT:
        raise ScanNotFound
    return attempt


async def _hold(
    session: AsyncSession, desk: Desk, attempt: ScanAttempt
) -> tuple[Course, Sighting]:
    """The course, held for a seat of it, and how the person stands to it since then."""
    lesson = await lessons.get(session, attempt.lesson_id) if attempt.lesson_id else None
    found = await courses.lock(session, desk.actor, lesson.course_id) if lesson else None
    if found is None:
        raise CourseNotFound
    course, _ = found
    return course, await _sighting(session, desk, attempt)


def _ensure_has_seat(course: Course) -> None:
    if course.is_full:
        raise CourseFull


async def _sighting(session: AsyncSession, desk: Desk, attempt: ScanAttempt) -> Sighting:
    assert attempt.lesson_id is not None
    whose = {"user_id": attempt.user_id, "viewer_id": desk.actor.id}
    seen = await sightings.by_id(session, attempt.lesson_id, **whose)
    if seen is None:
        raise ScanNotFound
    return seen


async def _check_in(
    session: AsyncSession, desk: Desk, attempt: ScanAttempt, source: AttendanceSource
) -> CheckIn:
    seen = await _sighting(session, desk, attempt)
    answer = _with_seat(seen, attempt)
    if answer.is_marked and not _is_on_course(seen):
        raise Conflict
    evidence = Evidence(attempt.made_at, source)
    return await checking_in.finish(session, desk, seen, answer, evidence)


def _needs_seat(seen: Sighting, attempt: ScanAttempt) -> bool:
    """Nobody gets one at a lesson that marks nobody any more."""
    return not _is_on_course(seen) and _with_seat(seen, attempt).is_marked


def _with_seat(seen: Sighting, attempt: ScanAttempt) -> Answer:
    """What comes of the scan, once they are on the course."""
    seated = replace(seen, enrollment_status=EnrollmentStatus.REGISTERED)
    return judge(seated, attempt.made_at, is_fresh=True)


def _is_on_course(seen: Sighting) -> bool:
    return seen.enrollment_status is not None and seen.enrollment_status.holds_seat
