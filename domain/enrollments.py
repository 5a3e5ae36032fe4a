from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus
from db.queries import courses, enrollments
from db.queries.enrollments import Standing
from domain import acquaintance, journal, news, policy, waitlist
from domain.actor import Actor, Stranger, Viewer
from domain.authoring import Author
from domain.errors import (
    AlreadyEnrolled,
    CourseCompleted,
    CourseNotFound,
    CourseNotOpen,
    DomainError,
    EnrollmentClosed,
    Expelled,
    LeavingClosed,
    NotEnrolled,
    PersonNotFound,
)
from domain.policy import Action


@dataclass(frozen=True)
class Joined:
    course: Course
    standing: Standing


@dataclass(frozen=True)
class Leaving:
    """What leaving would mean."""

    course: Course
    status: EnrollmentStatus
    waiting: int
    """How many wait for a seat."""


async def enroll(session: AsyncSession, actor: Actor, *, course_id: int, now: datetime) -> Joined:
    """Take a seat, or a place in the queue where there is none. The second time says so."""
    found = await courses.lock(session, actor, course_id)
    if found is None:
        raise CourseNotFound
    course, _ = found
    obstacle = _obstacle(course, now)
    if obstacle is not None:
        return Joined(course, _live(await _standing(session, actor, course, now), obstacle))
    standing = await _join(session, actor, course, user_id=actor.id, now=now)
    return Joined(course, _live(standing, CourseNotFound()))


async def enroll_person(
    session: AsyncSession, author: Author, *, course_id: int, user_id: int, now: datetime
) -> Joined:
    """The same for somebody else, by who runs the course and when people could by themselves.

    Whoever is on it already, or was put off it, is refused. A service tells its people itself.
    """
    course = await policy.lock_course(session, author, Action.RUN, course_id=course_id)
    await acquaintance.ensure_knows(session, author, user_id)
    before = await enrollments.of(session, user_id=user_id, course_id=course_id)
    if before is not None and before.status is not EnrollmentStatus.CANCELLED:
        raise AlreadyEnrolled(before.id)
    obstacle = _obstacle(course, now)
    if obstacle is not None:
        raise obstacle
    standing = await _join(session, author, course, user_id=user_id, now=now)
    if standing is None or not standing.is_new:
        raise PersonNotFound
    if isinstance(author, Actor):
        await news.tell_enrolled(session, user_id=user_id, course_id=course_id, now=now)
    return Joined(course, standing)


async def seat_at_door(
    session: AsyncSession, host: Actor, course: Course, *, user_id: int, now: datetime
) -> None:
    """The same by a host, for somebody who stands in the room. The course must be held, and have
    a seat; who was put off it stays off."""
    before = await enrollments.of(session, user_id=user_id, course_id=course.id)
    if before is not None and before.status is EnrollmentStatus.EXPELLED:
        raise Expelled
    await _join(session, host, course, user_id=user_id, now=now)


async def ensure_open(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> None:
    """Refuse where nobody could enroll."""
    seen = await courses.view(session, viewer, course_id, now=now)
    if seen is None:
        raise CourseNotFound
    obstacle = _obstacle(seen.course, now)
    if obstacle is not None:
        raise obstacle


async def leaving(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> Leaving:
    """What leaving would mean, or why it is too late; nothing changes yet."""
    seen = await courses.view(session, viewer, course_id, now=now)
    if seen is None:
        raise CourseNotFound
    _ensure_may_leave(seen.course, seen.mine, now)
    assert seen.mine is not None
    return Leaving(seen.course, seen.mine, seen.waiting)


async def leave(session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime) -> Course:
    """Give the seat or the place up; whoever waits first gets the seat."""
    if isinstance(viewer, Stranger):
        raise NotEnrolled
    found = await courses.lock(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    course, _ = found
    enrollment = await enrollments.of(session, user_id=viewer.id, course_id=course_id)
    _ensure_may_leave(course, enrollment.status if enrollment else None, now)
    assert enrollment is not None
    end(course, enrollment, EnrollmentStatus.CANCELLED, now=now)
    journal.note(session, viewer, "leave", enrollment, now=now)
    await waitlist.promote(session, course, now=now)
    return course


async def expel(
    session: AsyncSession, actor: Author, *, enrollment_id: int, reason: str, now: datetime
) -> Enrollment:
    """Put somebody off a course, or out of its queue."""
    course_id = await enrollments.course_of(session, enrollment_id)
    if course_id is None:
        raise NotEnrolled
    course = await policy.lock_course(session, actor, Action.RUN, course_id=course_id)
    enrollment = await enrollments.get(session, enrollment_id)
    if enrollment is None or not enrollment.status.is_live:
        raise NotEnrolled
    await put_off(session, actor, course, enrollment, reason, now=now)
    return enrollment


async def put_off(
    session: AsyncSession,
    author: Author,
    course: Course,
    enrollment: Enrollment,
    reason: str,
    *,
    now: datetime,
) -> None:
    """The same, for one that is held together with its course. The person is told."""
    end(course, enrollment, EnrollmentStatus.EXPELLED, now=now)
    enrollment.reason = reason or None
    journal.note(session, author, "expel", enrollment, now=now)
    await news.tell_expelled(session, enrollment, now=now)
    await waitlist.promote(session, course, now=now)


def end(
    course: Course, enrollment: Enrollment, status: EnrollmentStatus, *, now: datetime
) -> None:
    """Free what the enrollment holds. The course must be locked."""
    if enrollment.status.holds_seat:
        course.taken -= 1
    enrollment.status, enrollment.waitlist_place = status, None
    enrollment.reason, enrollment.changed_at = None, now


async def _join(
    session: AsyncSession, author: Author, course: Course, *, user_id: int, now: datetime
) -> Standing | None:
    status = EnrollmentStatus.WAITLISTED if course.is_full else EnrollmentStatus.REGISTERED
    return await enrollments.join(
        session, user_id=user_id, course_id=course.id, status=status, by=author, now=now
    )


async def _standing(
    session: AsyncSession, actor: Actor, course: Course, now: datetime
) -> Standing | None:
    seen = await courses.view(session, actor, course.id, now=now)
    if seen is None or seen.mine is None:
        return None
    return Standing(seen.mine, is_new=False, rank=seen.rank)


def _live(standing: Standing | None, otherwise: DomainError) -> Standing:
    """A second tap is answered as the first, even when it would be too late for a first."""
    if standing is None or standing.status is EnrollmentStatus.CANCELLED:
        raise otherwise
    if standing.status is EnrollmentStatus.EXPELLED:
        raise Expelled
    return standing


def _ensure_may_leave(course: Course, mine: EnrollmentStatus | None, now: datetime) -> None:
    """One may stop waiting at any time, but give a seat up only until the course says."""
    if mine is None or not mine.is_live:
        raise NotEnrolled
    if mine is EnrollmentStatus.COMPLETED:
        raise CourseCompleted
    if mine.holds_seat and course.leave_until is not None and course.is_leaving_over(now):
        raise LeavingClosed(course.leave_until)


def _obstacle(course: Course, now: datetime) -> CourseNotOpen | EnrollmentClosed | None:
    if course.status is not CourseStatus.PUBLISHED:
        return CourseNotOpen()
    if course.enroll_until is not None and course.is_enrolling_over(now):
        return EnrollmentClosed(course.enroll_until)
    return None
