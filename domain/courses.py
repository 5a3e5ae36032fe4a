import re
from datetime import datetime
from enum import StrEnum
from typing import TypedDict, Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, EnrollmentStatus
from db.queries import catalogue, courses
from db.queries.catalogue import Choice, CourseLine, CoursePage, Search
from db.queries.courses import CourseView
from domain import journal, policy, waitlist
from domain.actor import Actor, Viewer
from domain.errors import CapacityTooLow, CourseNotFound
from domain.policy import Action

__all__ = [
    "Choice",
    "CourseLine",
    "CoursePage",
    "CourseView",
    "Joining",
    "Search",
    "by_public_id",
    "change",
    "find",
    "joining",
    "poster",
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


class Change(TypedDict, total=False):
    """What of a course's details is to be another."""

    capacity: int | None
    enroll_until: datetime | None
    leave_until: datetime | None


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


async def change(
    session: AsyncSession,
    actor: Actor,
    *,
    course_id: int,
    now: datetime,
    **change: Unpack[Change],
) -> Course:
    """Change details of a course. More seats, or more time, go to those who wait at once."""
    course = await policy.lock_course(session, actor, Action.EDIT, course_id=course_id)
    before = {name: getattr(course, name) for name in change}
    news = {name: value for name, value in change.items() if value != before[name]}
    if not news:
        return course
    _ensure_seats(course, change.get("capacity"))
    for name, value in news.items():
        setattr(course, name, value)
    course.version += 1
    _note_change(session, actor, course, before, news, now)
    await waitlist.promote(session, course, now=now)
    return course


async def poster(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> Course:
    """The course whose link staff want to print."""
    seen = await view(session, viewer, course_id=course_id, now=now)
    policy.ensure(viewer.role, seen.part, Action.PRINT)
    return seen.course


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


def _ensure_seats(course: Course, capacity: int | None) -> None:
    if capacity is not None and capacity < course.taken:
        raise CapacityTooLow(course.taken)


def _note_change(
    session: AsyncSession,
    actor: Actor,
    course: Course,
    before: dict[str, object],
    after: dict[str, object],
    now: datetime,
) -> None:
    pairs = {name: [_plain(before[name]), _plain(value)] for name, value in after.items()}
    journal.note(session, actor, "change_course", course, now=now, **pairs)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
