"""Enrollments one by one, as programs and staff see and change them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus
from db.queries import enrolled
from db.queries import enrollments as rows
from db.queries.enrolled import Enrolled
from domain import enrollments, journal, news, policy, waitlist
from domain.actor import Actor, Service, Viewer
from domain.authoring import Author
from domain.errors import (
    AlreadyEnrolled,
    CourseFull,
    CourseNotOpen,
    EnrollmentNotFound,
    Expelled,
    NotAllowed,
    PersonNotNamed,
    ReasonNotValid,
    StepNotPossible,
)
from domain.policy import Action

__all__ = ["Enrolled"]

REASON_LENGTH = 300

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED
CANCELLED = EnrollmentStatus.CANCELLED

STEPS: dict[EnrollmentStatus, set[EnrollmentStatus]] = {
    REGISTERED: {COMPLETED, EXPELLED, CANCELLED},
    WAITLISTED: {REGISTERED, EXPELLED, CANCELLED},
    COMPLETED: {REGISTERED, EXPELLED},
    EXPELLED: {REGISTERED, CANCELLED},
}
"""What those who run the course may make of an enrollment. A seat is given where one is free;
nobody is sent from a seat into the queue; what was achieved is not cancelled by a slip; who was
expelled comes back, or may enroll anew. What is cancelled is not there: enrolling begins it again.
"""


@dataclass(frozen=True)
class Step:
    status: EnrollmentStatus
    reason: str = ""
    """Why somebody is expelled, or given a seat out of turn."""
    of: EnrollmentStatus | None = None
    """From this one only: a button of another time means nothing else."""


async def enter(
    session: AsyncSession, author: Author, *, course_id: int, user_id: int | None, now: datetime
) -> Enrolled:
    """Enroll oneself, which is meant by None, or somebody else on a course that one runs."""
    who = author.id if user_id is None else user_id
    if who is None:
        raise PersonNotNamed
    if isinstance(author, Actor) and who == author.id:
        joined = await enrollments.enroll(session, author, course_id=course_id, now=now)
    else:
        joined = await enrollments.enroll_person(
            session, author, course_id=course_id, user_id=who, now=now
        )
    place = await enrolled.of(session, user_id=who, course_id=course_id)
    if not joined.standing.is_new:
        raise AlreadyEnrolled(place.enrollment.id)
    return place


async def see(session: AsyncSession, viewer: Viewer | Service, *, enrollment_id: int) -> Enrolled:
    """One's own, or anybody's on a course whose people one may see."""
    found = await enrolled.seen(session, viewer, enrollment_id)
    if found is None:
        raise EnrollmentNotFound
    enrollment = found.enrolled.enrollment
    is_own = viewer.id is not None and enrollment.user_id == viewer.id
    if not is_own and not policy.may(viewer, found.part, Action.SEE_PEOPLE, enrollment.course_id):
        raise EnrollmentNotFound
    return found.enrolled


async def of_course(
    session: AsyncSession,
    viewer: Viewer | Service,
    *,
    course_id: int,
    status: EnrollmentStatus | None,
    after_id: int,
    limit: int,
) -> Sequence[Enrolled]:
    """By id; of every status but `cancelled`."""
    await policy.see_course(session, viewer, Action.SEE_PEOPLE, course_id=course_id)
    return await enrolled.page(session, course_id, status, after_id=after_id, limit=limit)


async def change(
    session: AsyncSession, author: Author, *, enrollment_id: int, step: Step, now: datetime
) -> Enrolled:
    """Take one of the ``STEPS``; one's own is only cancelled, which is leaving.

    What it is already, it stays.
    """
    enrollment = (await see(session, author, enrollment_id=enrollment_id)).enrollment
    if isinstance(author, Actor) and enrollment.user_id == author.id:
        await _change_own(session, author, enrollment, step, now)
    else:
        await _run(session, author, enrollment, step, now)
    return await enrolled.get(session, enrollment_id)


async def _change_own(
    session: AsyncSession, actor: Actor, enrollment: Enrollment, step: Step, now: datetime
) -> None:
    """The same for everybody, also who runs the course: nobody completes a course by a request."""
    if step.status is enrollment.status:
        return
    if enrollment.status is EXPELLED:
        raise Expelled
    if step.status is not CANCELLED:
        raise NotAllowed
    await enrollments.leave(session, actor, course_id=enrollment.course_id, now=now)


async def _run(
    session: AsyncSession, author: Author, seen: Enrollment, step: Step, now: datetime
) -> None:
    course = await policy.lock_course(session, author, Action.RUN, course_id=seen.course_id)
    enrollment = await rows.get(session, seen.id)
    if enrollment is None or enrollment.status is CANCELLED:
        # They have left just now.
        raise EnrollmentNotFound
    if step.status is enrollment.status:
        return
    _ensure_possible(course, enrollment, step)
    if step.status is EXPELLED:
        await enrollments.put_off(session, author, course, enrollment, step.reason, now=now)
        return
    if step.status is REGISTERED:
        await news.tell_seated(session, enrollment, now=now)
    _note(session, author, enrollment, step, now)
    _move(course, enrollment, step, now)
    await waitlist.promote(session, course, now=now)


def _ensure_possible(course: Course, enrollment: Enrollment, step: Step) -> None:
    if step.status not in STEPS[enrollment.status] or step.of not in {None, enrollment.status}:
        raise StepNotPossible
    if len(step.reason) > REASON_LENGTH:
        raise ReasonNotValid(REASON_LENGTH)
    if step.status is not REGISTERED or enrollment.status.holds_seat:
        return
    if course.status is not CourseStatus.PUBLISHED:
        raise CourseNotOpen
    if course.is_full:
        raise CourseFull


def _note(
    session: AsyncSession, author: Author, enrollment: Enrollment, step: Step, now: datetime
) -> None:
    """Not what the reason says: that may be personal."""
    if step.status is COMPLETED:
        journal.note(session, author, "complete", enrollment, now=now)
        return
    changed: dict[str, Any] = {"status": [enrollment.status, step.status]}
    if step.reason:
        changed["has_reason"] = True
    journal.note(session, author, "move_enrollment", enrollment, now=now, **changed)


def _move(course: Course, enrollment: Enrollment, step: Step, now: datetime) -> None:
    """The seats of the course, which must be locked, follow."""
    course.taken += step.status.holds_seat - enrollment.status.holds_seat
    enrollment.status, enrollment.waitlist_place = step.status, None
    enrollment.reason, enrollment.changed_at = step.reason or None, now
