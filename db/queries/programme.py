"""All courses, drafts and archived ones among them, for admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStaff,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    StaffPart,
    User,
)
from db.queries import lists
from db.queries.courses import next_lesson

STANDING = (CourseStatus.DRAFT, CourseStatus.PUBLISHED)
ORDER = (CourseStatus.PUBLISHED, *CourseStatus)
"""What is on comes first."""


class Circle(StrEnum):
    """Which of the courses a list is about."""

    ALL = "all"
    MINE = "mine"
    """Managed by the admin who asks."""
    DRAFTS = "drafts"
    PUBLISHED = "published"
    FINISHED = "finished"
    ARCHIVED = "archived"
    MISIS = "misis"
    UNMANAGED = "unmanaged"
    """Without a manager, while they are drafts or published."""
    QUEUES = "queues"
    """For which people wait."""


@dataclass(frozen=True)
class Search:
    circle: Circle = Circle.ALL
    words: tuple[str, ...] = ()
    """All of which a course must have."""
    page: int = 0


@dataclass(frozen=True)
class ProgrammeLine:
    course: Course
    managers: Sequence[str]
    """Their names; hosts and assistants are not among them."""
    waiting: int
    next_lesson: Lesson | None


@dataclass(frozen=True)
class ProgrammePage:
    lines: Sequence[ProgrammeLine]
    number: int
    """From 0."""
    first: int
    """The number of the first of them through all pages, from 1."""
    total: int


async def page(
    session: AsyncSession, admin_id: int, search: Search, *, size: int, now: datetime
) -> ProgrammePage:
    """Beyond the end is the last page: the list may have become shorter since it was shown."""
    those = _chosen(admin_id, search).cte("chosen")
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(search.page, count, size)
    upcoming = next_lesson(now)
    statement = (
        select(Course, _managers(), _waiting(), upcoming, count, number_now)
        .join(those, those.c.id == Course.id)
        .outerjoin(upcoming, true())
        .order_by(*_order(search.circle, upcoming))
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return ProgrammePage([], 0, 1, 0)
    number, total = rows[0][5], rows[0][4]
    lines = [ProgrammeLine(*row[:4]) for row in rows]
    return ProgrammePage(lines, number, number * size + 1, total)


async def counts(
    session: AsyncSession, admin_id: int, words: tuple[str, ...]
) -> dict[Circle, int]:
    """How many courses with these words there are of each kind."""
    columns = [
        select(func.count())
        .select_from(_chosen(admin_id, Search(circle, words)).subquery())
        .scalar_subquery()
        for circle in Circle
    ]
    row = (await session.execute(select(*columns))).one()
    return dict(zip(Circle, row, strict=True))


def _chosen(admin_id: int, search: Search) -> Select[int]:
    return select(Course.id).where(
        Course.deleted_at.is_(None), *_of(search.circle, admin_id), *map(_has, search.words)
    )


def _of(circle: Circle, admin_id: int) -> list[ColumnElement[bool]]:
    match circle:
        case Circle.ALL:
            return []
        case Circle.MISIS:
            return [Course.is_from_misis.is_(True)]
        case Circle.MINE:
            return [_is_managed(CourseStaff.user_id == admin_id)]
        case Circle.UNMANAGED:
            return [Course.status.in_(STANDING), ~_is_managed()]
        case Circle.QUEUES:
            return [_queue().exists()]
        case Circle.DRAFTS:
            return [Course.status == CourseStatus.DRAFT]
        case _:
            return [Course.status == CourseStatus(circle.value)]


def _is_managed(*by: ColumnElement[bool]) -> ColumnElement[bool]:
    managed = CourseStaff.course_id == Course.id, CourseStaff.part == StaffPart.MANAGER
    return select(CourseStaff.user_id).where(*managed, *by).correlate(Course).exists()


def _queue() -> Select[int]:
    waits = Enrollment.course_id == Course.id, Enrollment.status == EnrollmentStatus.WAITLISTED
    return select(Enrollment.id).where(*waits).correlate(Course)


def _waiting() -> ScalarSelect[int]:
    return select(func.count()).select_from(_queue().lateral()).scalar_subquery()


def _managers() -> ScalarSelect[Any]:
    names = func.json_agg(User.full_name)
    return (
        select(func.coalesce(names, func.json_build_array()))
        .select_from(CourseStaff)
        .join(User, User.id == CourseStaff.user_id)
        .where(CourseStaff.course_id == Course.id, CourseStaff.part == StaffPart.MANAGER)
        .correlate(Course)
        .scalar_subquery()
    )


def _has(word: str) -> ColumnElement[bool]:
    return lists.has(Course.name + " " + Course.description, word)


def _order(circle: Circle, upcoming: type[Lesson]) -> list[ColumnElement[Any]]:
    ranks = {status: ORDER.index(status) for status in CourseStatus}
    by_queue = [_waiting().desc()] if circle is Circle.QUEUES else []
    return [
        *by_queue,
        case(ranks, value=Course.status).asc(),
        upcoming.starts_at.asc().nulls_last(),
        Course.start_date.desc().nulls_last(),
        lists.folded(Course.name).asc(),
        Course.id.asc(),
    ]
