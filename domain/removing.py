"""What deleting a course would mean, and then it is done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus
from db.queries import announced, readiness, removal
from domain import answering, authoring, details, ending, journal, policy
from domain.actor import Viewer
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import CourseHasAttendance
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


async def delete(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    course_id: int,
    now: datetime,
    version: int | None = None,
) -> None:
    """Remove a course that nobody ever enrolled in; keep another as archived, for its history.

    With attendance it has to be archived first, so that nobody deletes it by a slip.
    """
    course = await policy.lock_course(session, author, Action.RUN, course_id=course_id)
    authoring.ensure_version(course, version)
    if not await removal.is_used(session, course.id):
        _note_gone(session, author, course, now)
        await removal.remove(session, course.id)
        return
    was = course.status
    if was is not CourseStatus.ARCHIVED:
        if await removal.has_attendance(session, course.id):
            raise CourseHasAttendance
        course.status = CourseStatus.ARCHIVED
        await ending.close(session, course, campus.tz, was=was, now=now)
    course.deleted_at = now
    await announced.stop_of_course(session, course.id, now=now)
    await answering.close_all(session, course_id=course.id, now=now)
    changed = {"status": [was, course.status]} if was is not course.status else {}
    gone = {**changed, "deleted_at": [None, now.isoformat()]}
    journal.note(session, author, "delete_course", course, now=now, **gone)


def _note_gone(session: AsyncSession, author: Author, course: Course, now: datetime) -> None:
    gone = details.removed(course)
    journal.note(session, author, "delete_course", course, now=now, **gone)
