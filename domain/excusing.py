"""People say beforehand that they will not come, and why if they like; and that they will after
all. The staff see it; whoever comes nevertheless is checked in as everybody."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceSource, CourseStatus, LessonStatus
from db.queries import attendance, excuses
from db.queries import check_in as sightings
from db.queries.check_in import Sighting
from db.session import Conflict
from domain import journal, names
from domain.actor import Actor, Stranger, Viewer
from domain.campus import Campus
from domain.errors import (
    CourseNotOpen,
    ExcuseNotValid,
    LessonBegun,
    LessonCancelled,
    LessonMarked,
    LessonNotFound,
    NotEnrolled,
)

REASON_LENGTH = 200


async def excuse(
    session: AsyncSession, viewer: Viewer, campus: Campus, *, lesson_id: int, now: datetime
) -> Sighting:
    """Not to come to a lesson of one's own that is still ahead. A second time changes nothing."""
    actor, seen = await _seen(session, viewer, lesson_id, now)
    if await _said(session, seen) is not None:
        return seen
    day = seen.starts_at.astimezone(campus.tz).date()
    excuse_id = await excuses.add(session, seen, day=day, by=actor, now=now)
    if excuse_id is None:
        raise Conflict
    said = Attendance(id=excuse_id)
    journal.note(session, actor, "excuse", said, now=now, **_details(seen))
    return seen


async def explain(
    session: AsyncSession, viewer: Viewer, *, lesson_id: int, typed: str, now: datetime
) -> Sighting:
    """Why they do not come. The history says only that there is a reason: it may be personal."""
    reason = names.tidy(typed)
    if not 0 < len(reason) <= REASON_LENGTH:
        raise ExcuseNotValid(REASON_LENGTH)
    actor, seen = await _seen(session, viewer, lesson_id, now)
    said = await _said(session, seen)
    if said is None:
        # They come after all, as they have said since.
        raise LessonNotFound
    if said.reason != reason:
        said.reason = reason
        journal.note(session, actor, "explain_excuse", said, now=now, **_details(seen))
    return seen


async def come(
    session: AsyncSession, viewer: Viewer, *, lesson_id: int, now: datetime
) -> Sighting:
    """They come after all. A second time changes nothing."""
    actor, seen = await _seen(session, viewer, lesson_id, now)
    said = await _said(session, seen)
    if said is not None:
        journal.note(session, actor, "drop_excuse", said, now=now, **_details(seen))
        await session.delete(said)
    return seen


async def _seen(
    session: AsyncSession, viewer: Viewer, lesson_id: int, now: datetime
) -> tuple[Actor, Sighting]:
    """The course is held with others who mark."""
    if isinstance(viewer, Stranger):
        raise NotEnrolled
    whose = {"user_id": viewer.id, "viewer_id": viewer.id}
    seen = await sightings.by_id(session, lesson_id, **whose)
    if seen is None:
        raise LessonNotFound
    if seen.enrollment_status is None or not seen.enrollment_status.holds_seat:
        raise NotEnrolled
    if seen.course_status is not CourseStatus.PUBLISHED:
        raise CourseNotOpen
    if seen.lesson_status is LessonStatus.CANCELLED:
        raise LessonCancelled
    if now >= seen.starts_at:
        raise LessonBegun
    return viewer, seen


async def _said(session: AsyncSession, seen: Sighting) -> Attendance | None:
    """What they said before, held; a mark of another kind stands."""
    if seen.attendance_id is None:
        return None
    held = await attendance.lock(session, seen.attendance_id)
    if held is not None and held.source is not AttendanceSource.SELF:
        raise LessonMarked
    return held


def _details(seen: Sighting) -> dict[str, int | None]:
    return {"enrollment_id": seen.enrollment_id, "lesson_id": seen.lesson_id}
