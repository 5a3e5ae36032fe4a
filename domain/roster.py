"""The people of a course, for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Enrollment, EnrollmentStatus, StaffPart
from db.queries import courses, people, roster
from db.queries.people import Circle, PeoplePage
from db.queries.roster import Line, RosterPage, Search, Seat, Visits
from domain import policy
from domain.actor import Actor, Viewer
from domain.errors import CourseNotFound, EnrollmentNotFound, NotOnOneself, NotWaiting
from domain.policy import Action

__all__ = ["Acquaintances", "Line", "Roster", "RosterPage", "Search", "Seat", "Visits"]

PAGE_SIZE = 8


@dataclass(frozen=True)
class Roster:
    course: Course
    part: StaffPart | None
    """The viewer's."""
    page: RosterPage
    can_bring: bool
    """Whether the viewer can enroll somebody now."""


@dataclass(frozen=True)
class Acquaintances:
    """People whom we know, and where they stand on a course."""

    course: Course
    found: PeoplePage
    standings: dict[int, Enrollment]
    """By their ids; nothing of who has none."""


async def find(
    session: AsyncSession, viewer: Viewer, *, course_id: int, search: Search, now: datetime
) -> Roster:
    course, part = await seen(session, viewer, course_id=course_id)
    found = await roster.page(session, course_id, search, size=PAGE_SIZE, now=now)
    runs = policy.can(viewer.role, part, Action.RUN)
    return Roster(course, part, found, can_bring=runs and course.takes_people(now))


async def seen(
    session: AsyncSession, viewer: Viewer, *, course_id: int
) -> tuple[Course, StaffPart | None]:
    """The course whose people the viewer may see, and their part in it."""
    found = await courses.seen(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    policy.ensure(viewer.role, found[1], Action.SEE_PEOPLE)
    return found


async def seat(
    session: AsyncSession, viewer: Viewer, *, enrollment_id: int, now: datetime
) -> Seat:
    found = await roster.seat(session, viewer, enrollment_id, now=now)
    if found is None or not policy.can(viewer.role, found.part, Action.SEE_PEOPLE):
        raise EnrollmentNotFound
    return found


async def to_change(
    session: AsyncSession, actor: Viewer, *, enrollment_id: int, now: datetime
) -> Seat:
    """One that the actor may move, end and complete; nothing changes yet."""
    found = await seat(session, actor, enrollment_id=enrollment_id, now=now)
    policy.ensure(actor.role, found.part, Action.RUN)
    if found.user.id == actor.id:
        raise NotOnOneself
    return found


async def waiting(
    session: AsyncSession, actor: Viewer, *, enrollment_id: int, now: datetime
) -> Seat:
    """The same, of who waits for a seat."""
    found = await to_change(session, actor, enrollment_id=enrollment_id, now=now)
    if found.enrollment.status is not EnrollmentStatus.WAITLISTED:
        raise NotWaiting
    return found


async def acquaintances(
    session: AsyncSession, actor: Actor, *, course_id: int, words: Sequence[str], page: int
) -> Acquaintances:
    """Whom the actor could enroll, by name: who manages a course is an admin, and sees all."""
    course = await policy.see_course(session, actor, Action.RUN, course_id=course_id)
    search = people.Search(Circle.ALL, tuple(words), page)
    found = await people.page(session, search, size=PAGE_SIZE)
    ids = [it.id for it in found.people]
    return Acquaintances(course, found, await roster.standings(session, course_id, ids))


async def expelled(
    session: AsyncSession, *, course_id: int, user_id: int
) -> tuple[Course, str] | None:
    """The course and the reason, for telling somebody; none if they are back on it."""
    return await roster.expelled(session, course_id=course_id, user_id=user_id)
