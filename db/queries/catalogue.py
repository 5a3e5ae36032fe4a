"""Lists of courses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus, Lesson
from db.queries import lists
from db.queries.courses import LIVE, Viewer, next_lesson, of_course, rank


class Choice(StrEnum):
    """Which courses a list is about."""

    ALL = "all"
    CAN_JOIN = "join"
    MISIS = "misis"
    MINE = "mine"


@dataclass(frozen=True)
class Search:
    choice: Choice = Choice.ALL
    words: tuple[str, ...] = ()
    """All of which a course must have."""
    page: int = 0


@dataclass(frozen=True)
class CourseLine:
    """A course in a list."""

    course: Course
    mine: EnrollmentStatus | None
    rank: int
    """The person's place among those who wait, from 1; 0 for who does not wait."""
    next_lesson: Lesson | None


@dataclass(frozen=True)
class CoursePage:
    lines: Sequence[CourseLine]
    number: int
    """From 0."""
    total: int
    """Of courses, on all pages."""


async def page(
    session: AsyncSession, viewer: Viewer, search: Search, *, size: int, now: datetime
) -> CoursePage:
    """A page of what is searched for, soonest lesson first.

    Beyond the end is the last page: the list may have become shorter since it was shown.
    """
    those = chosen(viewer, search, now).cte("chosen")
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(search.page, count, size)
    upcoming = next_lesson(now)
    statement = (
        select(Course, those.c.mine, those.c.rank, upcoming, count, number_now)
        .join(those, those.c.id == Course.id)
        .outerjoin(upcoming, true())
        .order_by(*_soonest_first(upcoming))
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return CoursePage([], 0, 0)
    lines = [CourseLine(*row[:4]) for row in rows]
    return CoursePage(lines, number=rows[0][5], total=rows[0][4])


def chosen(
    viewer: Viewer, search: Search, now: datetime
) -> Select[int, EnrollmentStatus | None, int]:
    on_offer = and_(
        Course.status == CourseStatus.PUBLISHED, Course.access_level.in_(viewer.role.at_most())
    )
    conditions: dict[Choice, Sequence[ColumnElement[bool]]] = {
        Choice.ALL: [on_offer],
        Choice.CAN_JOIN: [on_offer, *_can_join(now)],
        Choice.MISIS: [on_offer, Course.is_from_misis.is_(True)],
        Choice.MINE: [Enrollment.status.in_(LIVE)],
    }
    return (
        select(Course.id, Enrollment.status.label("mine"), rank().label("rank"))
        .outerjoin(Enrollment, and_(of_course(), Enrollment.user_id == viewer.id))
        .where(*conditions[search.choice], *map(_has, search.words))
    )


def _can_join(now: datetime) -> list[ColumnElement[bool]]:
    return [
        or_(Course.enroll_until.is_(None), Course.enroll_until >= now),
        or_(Course.capacity.is_(None), Course.taken < Course.capacity),
        func.coalesce(Enrollment.status == EnrollmentStatus.CANCELLED, true()),
    ]


def _has(word: str) -> ColumnElement[bool]:
    return lists.has(Course.name + " " + Course.description, word)


def _soonest_first(upcoming: type[Lesson]) -> list[ColumnElement[Any]]:
    return [
        upcoming.starts_at.asc().nulls_last(),
        Course.start_date.desc().nulls_last(),
        Course.id.asc(),
    ]
