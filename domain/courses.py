import re
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, EnrollmentStatus
from db.queries import catalogue, courses
from db.queries.catalogue import Choice, CourseLine, CoursePage, Search
from db.queries.courses import CourseView
from domain import policy
from domain.actor import Viewer
from domain.errors import CourseNotFound
from domain.policy import Action

__all__ = [
    "Choice",
    "CourseLine",
    "CoursePage",
    "CourseView",
    "Joining",
    "Search",
    "by_public_id",
    "find",
    "joining",
    "poster",
    "run_by",
    "view",
    "words_of",
]

PAGE_SIZE = 5
"""Cards of a few lines each: a page that a phone shows without much scrolling."""

WORDS = 5
WORD = re.compile(r"\w+")


class Joining(StrEnum):
    """Whether one can join a course, and why not."""

    OPEN = "open"
    QUEUE = "queue"
    """It is full, and one can wait for a seat."""
    REGISTERED = "registered"
    WAITING = "waiting"
    COMPLETED = "completed"
    EXPELLED = "expelled"
    DRAFT = "draft"
    OVER = "over"
    CLOSED = "closed"
    """The time to enroll is over."""


async def view(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> CourseView:
    """The course as the viewer may see it; what they may not see does not exist for them."""
    seen = await courses.view(session, viewer, course_id, now=now)
    if seen is None:
        raise CourseNotFound
    return seen


async def by_public_id(
    session: AsyncSession, viewer: Viewer, *, public_id: int, now: datetime
) -> CourseView:
    """The course that a link leads to."""
    course_id = await courses.id_of(session, public_id)
    if course_id is None:
        raise CourseNotFound
    return await view(session, viewer, course_id=course_id, now=now)


async def find(
    session: AsyncSession, viewer: Viewer, *, search: Search, now: datetime
) -> CoursePage:
    return await catalogue.page(session, viewer, search, size=PAGE_SIZE, now=now)


async def poster(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> Course:
    """The course whose link staff want to print."""
    return (await run_by(session, viewer, course_id=course_id, now=now)).course


async def run_by(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> CourseView:
    """The course, for somebody who works on it, or any admin."""
    seen = await view(session, viewer, course_id=course_id, now=now)
    policy.ensure(viewer.role, seen.part, Action.PRINT)
    return seen


def joining(seen: CourseView, now: datetime) -> Joining:
    """What the viewer can do about joining, first of all because of where they stand."""
    mine = _standing(seen.mine)
    return mine or _obstacle(seen.course, now) or _way_in(seen)


def words_of(text: str) -> tuple[str, ...]:
    """What to search for: the first few words of what a person typed."""
    return tuple(WORD.findall(text)[:WORDS])


def _standing(mine: EnrollmentStatus | None) -> Joining | None:
    match mine:
        case EnrollmentStatus.REGISTERED:
            return Joining.REGISTERED
        case EnrollmentStatus.WAITLISTED:
            return Joining.WAITING
        case EnrollmentStatus.COMPLETED:
            return Joining.COMPLETED
        case EnrollmentStatus.EXPELLED:
            return Joining.EXPELLED
        case _:
            return None


def _obstacle(course: Course, now: datetime) -> Joining | None:
    if course.status is CourseStatus.DRAFT:
        return Joining.DRAFT
    if course.status is not CourseStatus.PUBLISHED:
        return Joining.OVER
    return Joining.CLOSED if course.is_enrolling_over(now) else None


def _way_in(seen: CourseView) -> Joining:
    return Joining.QUEUE if seen.course.is_full else Joining.OPEN
