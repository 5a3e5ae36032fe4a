"""Lessons as those who run their course see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import (
    Attendance,
    Course,
    CourseStaff,
    CourseStatus,
    Holiday,
    Lesson,
    LessonStatus,
    StaffPart,
    User,
)
from db.queries import lists
from db.queries.lessons import MARKED

LIVE = (CourseStatus.DRAFT, CourseStatus.PUBLISHED)


@dataclass(frozen=True)
class LessonLine:
    lesson: Lesson
    host: str | None
    """None: nobody in particular."""
    is_marked: bool
    """People were marked on it: it is neither moved nor cancelled."""


@dataclass(frozen=True)
class LessonPage:
    lines: Sequence[LessonLine]
    number: int
    """From 0."""
    total: int
    """Of lessons, on all pages."""


@dataclass(frozen=True)
class Engagement:
    """That somebody gives a lesson of another course."""

    host_id: int
    name: str
    course: str
    starts_at: datetime
    ends_at: datetime
    is_named: bool
    """In that lesson; otherwise it is one that they may give, as a host of its course."""


async def page(
    session: AsyncSession, course_id: int, *, is_past: bool, number: int, size: int, now: datetime
) -> LessonPage:
    """Those to come, the soonest first; or those that are over, the latest first."""
    over = Lesson.ends_at <= now
    which = and_(Lesson.course_id == course_id, over if is_past else ~over)
    count = select(func.count()).select_from(Lesson).where(which).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    order = (
        (Lesson.starts_at.desc(), Lesson.id.desc()) if is_past else (Lesson.starts_at, Lesson.id)
    )
    statement = _lines().add_columns(count, number_now).where(which).order_by(*order)
    rows = (await session.execute(statement.limit(size).offset(number_now * size))).all()
    if not rows:
        return LessonPage([], 0, 0)
    return LessonPage([LessonLine(*row[:3]) for row in rows], rows[0][4], rows[0][3])


async def line(session: AsyncSession, lesson_id: int) -> LessonLine | None:
    row = (await session.execute(_lines().where(Lesson.id == lesson_id))).one_or_none()
    return LessonLine(*row) if row else None


async def holidays(session: AsyncSession, *, since: datetime, limit: int) -> Sequence[Holiday]:
    statement = select(Holiday).where(Holiday.day >= since.date()).order_by(Holiday.day)
    return (await session.scalars(statement.limit(limit))).all()


async def beside(
    session: AsyncSession, course_id: int, since: datetime, until: datetime
) -> Sequence[Lesson]:
    """Those of the course that take place in between, the soonest first."""
    statement = (
        select(Lesson)
        .filter_by(course_id=course_id, status=LessonStatus.SCHEDULED)
        .where(Lesson.ends_at > since, Lesson.starts_at < until)
        .order_by(Lesson.starts_at, Lesson.id)
    )
    return (await session.scalars(statement)).all()


async def hosts(session: AsyncSession, course_id: int) -> Sequence[tuple[int, str, StaffPart]]:
    """Who can give its lessons, by name: its hosts and managers."""
    statement = (
        select(User.id, User.full_name, CourseStaff.part)
        .join(CourseStaff, CourseStaff.user_id == User.id)
        .where(
            CourseStaff.course_id == course_id,
            CourseStaff.part != StaffPart.ASSISTANT,
            User.erased_at.is_(None),
        )
        .order_by(lists.folded(User.full_name), User.id)
    )
    return [(row[0], row[1], row[2]) for row in await session.execute(statement)]


async def engagements(
    session: AsyncSession,
    host_ids: Collection[int],
    *,
    but: int,
    since: datetime,
    until: datetime,
) -> Sequence[Engagement]:
    """What those people give in other courses between the two moments."""
    statement = _given_by(host_ids).where(*_elsewhere(but, since, until))
    rows: list[list[Any]] = [list(row) for row in await session.execute(statement)]
    return [Engagement(*columns) for columns in rows]


def _given_by(host_ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    """Lessons, once for each of these people who gives or may give them."""
    person, theirs = aliased(User), aliased(CourseStaff)
    is_host = and_(
        Lesson.host_id.is_(None),
        theirs.course_id == Lesson.course_id,
        theirs.part == StaffPart.HOST,
        theirs.user_id == person.id,
    )
    is_named = func.coalesce(Lesson.host_id == person.id, False)
    return (
        select(person.id, person.full_name, Course.name, Lesson.starts_at, Lesson.ends_at)
        .add_columns(is_named)
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(person, person.id.in_(host_ids))
        .outerjoin(theirs, is_host)
        .where(or_(is_named, theirs.user_id.is_not(None)))
        .order_by(Lesson.starts_at, person.id)
    )


def _elsewhere(
    course_id: int, since: datetime, until: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Lessons of other courses that take place in between."""
    takes_place = (
        Lesson.status == LessonStatus.SCHEDULED,
        Course.status.in_(LIVE),
        Course.deleted_at.is_(None),
    )
    is_between = Lesson.ends_at > since, Lesson.starts_at < until
    return Lesson.course_id != course_id, *takes_place, *is_between


def _lines() -> Select[Lesson, str | None, bool]:
    marks = select(Attendance.id).where(Attendance.lesson_id == Lesson.id, MARKED)
    return select(Lesson, User.full_name, marks.exists()).outerjoin(
        User, User.id == Lesson.host_id
    )
