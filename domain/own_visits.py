"""One's own history on a course, and what is still needed to complete it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceStatus, EnrollmentStatus, Lesson
from db.queries import own_visits
from db.queries.own_visits import Summary, Visit, VisitPage, Visits
from domain import codes
from domain.actor import Stranger, Viewer
from domain.campus import Campus
from domain.errors import NotEnrolled

__all__ = ["Needed", "OwnVisits", "Visit", "Visits", "mine", "needed"]

PAGE_SIZE = 8


@dataclass(frozen=True)
class OwnVisits:
    summary: Summary
    page: VisitPage


@dataclass(frozen=True)
class Needed:
    """To complete the course."""

    counted: int
    """Lessons of all that are planned, but for those from which the staff excused."""
    required: int
    """Of these."""
    more: int
    """Still to come to."""
    left: int
    """Lessons that can still be come to."""

    @property
    def is_enough(self) -> bool:
        return self.more <= 0

    @property
    def is_possible(self) -> bool:
        return self.more <= self.left


async def mine(
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    *,
    course_id: int,
    page: int,
    now: datetime,
) -> OwnVisits:
    """Lessons up to the end of today; also of a course that one has left."""
    if isinstance(viewer, Stranger):
        raise NotEnrolled
    summary = await own_visits.summary(session, viewer.id, course_id, now=now)
    if summary is None or summary.standing is EnrollmentStatus.WAITLISTED:
        raise NotEnrolled
    until = codes.end_of_day(campus, now)
    found = await own_visits.page(session, viewer.id, course_id, page, until=until, size=PAGE_SIZE)
    return OwnVisits(summary, found)


def needed(seen: Summary) -> Needed:
    """By the lessons that are planned now: a part of a lesson counts as a whole one."""
    counted = seen.planned - seen.visits.forgiven
    required = -(-counted * seen.course.completion_percent // 100)
    left = seen.planned - seen.visits.held
    return Needed(counted, required, required - seen.visits.attended, left)


def next_to_excuse(seen: Summary, now: datetime) -> Lesson | None:
    """Of which one can still say that one does not come."""
    lesson = seen.next_lesson
    if lesson is None or lesson.is_on(now) or not seen.standing.holds_seat:
        return None
    is_there = seen.next_mark is not None and seen.next_mark.is_attended
    return None if is_there else lesson


def is_excused(seen: Summary) -> bool:
    return seen.next_mark is AttendanceStatus.EXCUSED
