"""Who came to which lesson: marks are made, changed and taken back, and the points follow."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceSource, EnrollmentStatus
from db.queries import attendance, marking
from db.queries.attendance import Marked, SeenMark
from db.queries.marking import Candidate, LessonLine, NewMark
from db.session import Conflict
from domain import completing, mark_changes, occasions, policy, undoing
from domain.actor import Service, Viewer
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import (
    AlreadyMarked,
    AttendanceNotFound,
    EnrollmentNotFound,
    NotAllowed,
    NotEnrolled,
    StillWaiting,
)
from domain.mark_changes import Came, Word, status_of
from domain.occasions import Occasion
from domain.policy import Action

__all__ = ["Came", "Marked", "Wanted"]


@dataclass(frozen=True)
class Wanted:
    """A mark to be made."""

    enrollment_id: int
    lesson: Occasion
    came: Came
    source: AttendanceSource = AttendanceSource.API


async def mark(
    session: AsyncSession, author: Author, campus: Campus, wanted: Wanted, *, now: datetime
) -> Marked:
    """Mark somebody on the author's word, whenever the lesson is, and tell nobody: for services;
    people do by `staff_marks.mark`. Who came gets the points."""
    found, lesson = await find(session, author, campus, wanted)
    new = _as_new(wanted, found, lesson, campus.tz, now)
    added = await marking.add(session, new, by=author, now=now)
    if added is None:
        raise await _obstacle(session, new)
    if found.is_over:
        await completing.settle(session, author, [new.enrollment_id], now=now)
    return _as_marked(added, new, now)


async def find(
    session: AsyncSession, author: Author, campus: Campus, wanted: Wanted
) -> tuple[Candidate, LessonLine]:
    """Whom and at which lesson the author may mark."""
    which = occasions.sought(wanted.lesson, campus.tz)
    found = await marking.find(session, author, wanted.enrollment_id, which)
    if found is None or not _sees(author, found):
        raise EnrollmentNotFound
    _ensure_may_mark(author, found)
    _ensure_on_course(found.status)
    return found, occasions.the_one(found.lessons, wanted.lesson)


async def see(session: AsyncSession, viewer: Viewer | Service, *, attendance_id: int) -> Marked:
    """One's own, or anybody's on a course where one marks people or sees them."""
    found = await attendance.seen(session, viewer, attendance_id)
    if found is None or not _sees(viewer, found):
        raise AttendanceNotFound
    return found.marked


async def change(
    session: AsyncSession, service: Service, *, attendance_id: int, came: Came, now: datetime
) -> Marked:
    """Make it another on the word of a service, which tells the person itself; people correct
    marks by `correcting.change`."""
    seen, held = await _hold(session, service, attendance_id)
    _ensure_on_course(seen.enrollment_status)
    after = status_of(came, held.status)
    if held.status is not after:
        word = Word(after, AttendanceSource.API, by=None, at=now)
        await mark_changes.turn(session, service, seen, held, word, now=now)
    return await see(session, service, attendance_id=attendance_id)


async def undo(
    session: AsyncSession, author: Author, *, attendance_id: int, now: datetime
) -> None:
    """Take it back with its points, as if nobody had marked them: services whenever they like,
    people what they marked themselves a moment ago."""
    seen, held = await _hold(session, author, attendance_id)
    if isinstance(author, Service):
        await mark_changes.take_back(session, author, seen, held, now=now)
        return
    if held.marked_by != author.id:
        raise NotAllowed
    await undoing.undo(session, author, attendance_id=attendance_id, now=now)


async def _hold(
    session: AsyncSession, author: Author, attendance_id: int
) -> tuple[SeenMark, Attendance]:
    seen = await attendance.to_change(session, author, attendance_id)
    if seen is None or not _sees(author, seen):
        raise AttendanceNotFound
    _ensure_may_mark(author, seen)
    held = await attendance.lock(session, attendance_id)
    if held is None:
        # Somebody has taken it back just now.
        raise AttendanceNotFound
    return seen, held


def _sees(viewer: Viewer | Service, it: Candidate | SeenMark) -> bool:
    """Whether they know of it at all."""
    if viewer.id is not None and it.user_id == viewer.id:
        return True
    reasons = Action.MARK, Action.SEE_PEOPLE
    return any(policy.may(viewer, it.part, action, it.course_id) for action in reasons)


def _ensure_may_mark(author: Author, it: Candidate | SeenMark) -> None:
    if not policy.may(author, it.part, Action.MARK, it.course_id):
        raise NotAllowed


def _ensure_on_course(status: EnrollmentStatus) -> None:
    match status:
        case EnrollmentStatus.CANCELLED:
            raise EnrollmentNotFound
        case EnrollmentStatus.EXPELLED:
            raise NotEnrolled
        case EnrollmentStatus.WAITLISTED:
            raise StillWaiting


def _as_new(
    wanted: Wanted, found: Candidate, lesson: LessonLine, tz: ZoneInfo, now: datetime
) -> NewMark:
    status = status_of(wanted.came)
    return NewMark(
        enrollment_id=wanted.enrollment_id,
        user_id=found.user_id,
        course_id=found.course_id,
        lesson_id=lesson.id,
        starts_at=lesson.starts_at,
        lesson_date=lesson.starts_at.astimezone(tz).date(),
        status=status,
        source=wanted.source,
        points=found.points_per_visit if status.is_attended else 0,
        marked_at=now,
    )


def _as_marked(attendance_id: int, new: NewMark, now: datetime) -> Marked:
    return Marked(
        attendance_id,
        new.enrollment_id,
        new.lesson_id,
        new.lesson_date,
        new.status,
        new.source,
        now,
        new.points,
    )


async def _obstacle(session: AsyncSession, new: NewMark) -> Exception:
    """Why nothing was written: there is a mark, or the lesson or the enrollment has changed."""
    of_lesson = {"enrollment_id": new.enrollment_id, "lesson_id": new.lesson_id}
    before = await attendance.of_lesson(session, **of_lesson)
    return AlreadyMarked(*before) if before else Conflict()
