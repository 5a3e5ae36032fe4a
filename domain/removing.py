"""What deleting a course would mean, before it is done."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus
from db.queries import readiness, removal
from domain import policy
from domain.actor import Viewer
from domain.policy import Action


@dataclass(frozen=True)
class Fate:
    course: Course
    people: int
    """Who are on it, have completed it or wait for a seat."""
    is_kept: bool
    """Not shown any more, but kept for the history and the counts."""
    is_archived_first: bool
    """It cannot be deleted as it is: people have come to it."""


async def foresee(session: AsyncSession, viewer: Viewer, *, course_id: int) -> Fate:
    """For somebody who may delete it."""
    course = await policy.see_course(session, viewer, Action.RUN, course_id=course_id)
    is_archived = course.status is CourseStatus.ARCHIVED
    return Fate(
        course,
        people=await readiness.people(session, course_id),
        is_kept=await removal.is_used(session, course_id),
        is_archived_first=not is_archived and await removal.has_attendance(session, course_id),
    )
