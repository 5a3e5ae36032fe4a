"""Whether who is in the room, and not on the course, could take a seat now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import EnrollmentStatus
from db.queries import courses as queries
from db.queries.check_in import Sighting
from domain import courses
from domain.actor import Viewer
from domain.courses import Joining
from domain.errors import (
    CourseFull,
    CourseNotFound,
    CourseNotOpen,
    DomainError,
    EnrollmentClosed,
    Expelled,
)


async def obstacle(
    session: AsyncSession, viewer: Viewer, seen: Sighting, now: datetime
) -> DomainError | None:
    """Why the person could not: by themselves, or at the door if it is a host who looks."""
    if viewer.id is None or viewer.id == seen.person_id:
        return await _by_themselves(session, viewer, seen.course_id, now)
    return await _at_door(session, seen)


async def _by_themselves(
    session: AsyncSession, viewer: Viewer, course_id: int, now: datetime
) -> DomainError | None:
    try:
        course = await courses.view(session, viewer, course_id=course_id, now=now)
    except CourseNotFound as refusal:
        return refusal
    until = course.course.enroll_until
    match courses.joining(course, now):
        case Joining.OPEN:
            return None
        case Joining.QUEUE:
            return CourseFull()
        case Joining.EXPELLED:
            return Expelled()
        case Joining.CLOSED if until is not None:
            return EnrollmentClosed(until)
        case _other:
            return CourseNotOpen()


async def _at_door(session: AsyncSession, seen: Sighting) -> DomainError | None:
    """Hosts may still give a seat when people cannot take one any more."""
    if seen.enrollment_status is EnrollmentStatus.EXPELLED:
        return Expelled()
    course = await queries.get(session, seen.course_id)
    return CourseFull() if course is None or course.is_full else None
