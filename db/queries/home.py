"""What a person's first screen says, in one statement however much there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStaff,
    CourseStatus,
    Delivery,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    StaffPart,
)
from db.queries.catalogue import Choice, Search, chosen
from db.queries.courses import Viewer

LIVE = (CourseStatus.DRAFT, CourseStatus.PUBLISHED)


@dataclass(frozen=True)
class UpcomingLesson:
    """One that is on, or the soonest to come."""

    lesson_id: int
    course_id: int
    course_name: str
    people: int
    """How many have a seat."""
    starts_at: datetime
    ends_at: datetime
    opens_before: timedelta
    """Of check-in."""
    location: str | None

    def is_check_in_open(self, now: datetime) -> bool:
        """Unless somebody has closed it by hand."""
        return self.starts_at - self.opens_before <= now

    def is_on(self, now: datetime) -> bool:
        return self.starts_at <= now


@dataclass(frozen=True)
class Today:
    taken: UpcomingLesson | None
    """Of the courses that the person takes."""
    taught: UpcomingLesson | None
    """Of the courses on whose staff they are; hosts do not see what another of them holds."""
    open_courses: int
    """How many they could join now."""
    is_on_staff: bool
    """Of some course."""

    def is_check_in_open(self, now: datetime) -> bool:
        """To a lesson that they take, or at which they check people in."""
        return any(it.is_check_in_open(now) for it in (self.taken, self.taught) if it)


@dataclass(frozen=True)
class Attention:
    """What an admin should look at: counts."""

    unmanaged: int
    """Drafts and published courses without a manager."""
    waiting: int
    """People in all queues."""
    undelivered: int
    """Messages of the last day that nobody got."""


async def today(session: AsyncSession, viewer: Viewer, *, now: datetime) -> Today:
    joinable = chosen(viewer, Search(Choice.CAN_JOIN), now).subquery()
    count = select(func.count().label("courses")).select_from(joinable).subquery()
    taken, taught = _taken(viewer, now), _taught(viewer, now)
    statement = (
        select(count.c.courses, _works(viewer), *taken.c, *taught.c)
        .select_from(count)
        .outerjoin(taken, true())
        .outerjoin(taught, true())
    )
    row = (await session.execute(statement)).one()
    width = len(taken.c)
    lessons = _lesson(row[2 : width + 2]), _lesson(row[width + 2 :])
    return Today(*lessons, open_courses=row[0], is_on_staff=row[1])


async def attention(session: AsyncSession, *, since: datetime) -> Attention:
    managed = select(CourseStaff).where(
        CourseStaff.course_id == Course.id, CourseStaff.part == StaffPart.MANAGER
    )
    unmanaged = select(func.count()).where(Course.status.in_(LIVE), ~managed.exists())
    waiting = select(func.count()).where(Enrollment.status == EnrollmentStatus.WAITLISTED)
    undelivered = select(func.count()).where(
        Delivery.status.in_([DeliveryStatus.DEAD, DeliveryStatus.UNKNOWN]), Delivery.due_at > since
    )
    counts = select(*(it.scalar_subquery() for it in (unmanaged, waiting, undelivered)))
    return Attention(*(await session.execute(counts)).one())


async def assists(session: AsyncSession, user_id: int) -> bool:
    """In a course that is published or still a draft."""
    part = (
        select(CourseStaff.course_id)
        .join(Course, Course.id == CourseStaff.course_id)
        .where(
            CourseStaff.user_id == user_id,
            CourseStaff.part == StaffPart.ASSISTANT,
            Course.status.in_(LIVE),
            Course.deleted_at.is_(None),
        )
    )
    return bool(await session.scalar(select(part.exists())))


def _works(viewer: Viewer) -> ColumnElement[bool]:
    parts = select(CourseStaff.user_id).join(Course, Course.id == CourseStaff.course_id)
    theirs = parts.where(CourseStaff.user_id == viewer.id, Course.deleted_at.is_(None))
    return theirs.correlate(None).exists()


def _taken(viewer: Viewer, now: datetime) -> Subquery:
    mine = and_(Enrollment.course_id == Course.id, Enrollment.user_id == viewer.id)
    is_on_it = select(Enrollment).where(mine, Enrollment.status == EnrollmentStatus.REGISTERED)
    return _next(is_on_it.exists(), now)


def _taught(viewer: Viewer, now: datetime) -> Subquery:
    mine = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer.id)
    is_nobodys = Lesson.host_id.is_(None)
    helps = CourseStaff.part == StaffPart.ASSISTANT
    hosts = or_(and_(CourseStaff.part == StaffPart.HOST, is_nobodys), Lesson.host_id == viewer.id)
    return _next(select(CourseStaff).where(mine, or_(helps, hosts)).exists(), now)


def _next(which: ColumnElement[bool], now: datetime) -> Subquery:
    return (
        select(
            Lesson.id.label("lesson_id"),
            Course.id,
            Course.name,
            Course.taken,
            Lesson.starts_at,
            Lesson.ends_at,
            Course.opens_before,
            func.coalesce(Lesson.location, Course.location).label("place"),
        )
        .join(Course, Course.id == Lesson.course_id)
        .where(
            which,
            Course.status == CourseStatus.PUBLISHED,
            Lesson.status == LessonStatus.SCHEDULED,
            Lesson.ends_at > now,
        )
        .order_by(Lesson.starts_at, Lesson.id)
        .limit(1)
        .subquery()
    )


def _lesson(columns: Any) -> UpcomingLesson | None:
    return None if columns[0] is None else UpcomingLesson(*columns)
