"""Of which courses somebody wants no reminders."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseMute, CourseStatus, Enrollment
from db.queries import lists
from db.queries.courses import LIVE, of_course


@dataclass(frozen=True)
class Remindable:
    """A course that one could be reminded of."""

    course_id: int
    name: str
    is_muted: bool


@dataclass(frozen=True)
class RemindablePage:
    lines: Sequence[Remindable]
    number: int
    """From 0."""
    total: int
    """Of courses, on all pages."""


async def page(session: AsyncSession, user_id: int, *, number: int, size: int) -> RemindablePage:
    """By name; beyond the end is the last page."""
    mine = remindable(user_id).cte("mine")
    count = select(func.count()).select_from(mine).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    statement = select(mine, count, number_now).order_by(lists.folded(mine.c.name), mine.c.id)
    rows = (await session.execute(statement.limit(size).offset(number_now * size))).all()
    if not rows:
        return RemindablePage([], 0, 0)
    lines = [Remindable(*row[:3]) for row in rows]
    return RemindablePage(lines, number=rows[0][4], total=rows[0][3])


async def mute(session: AsyncSession, *, user_id: int, course_id: int) -> bool:
    """Whether it is news."""
    statement = insert(CourseMute).values(user_id=user_id, course_id=course_id)
    muted = statement.on_conflict_do_nothing().returning(CourseMute.course_id)
    return await session.scalar(muted) is not None


async def unmute(session: AsyncSession, *, user_id: int, course_id: int) -> bool:
    """Whether it is news."""
    statement = delete(CourseMute).filter_by(user_id=user_id, course_id=course_id)
    return await session.scalar(statement.returning(CourseMute.course_id)) is not None


async def is_muted(session: AsyncSession, *, user_id: int, course_id: int) -> bool:
    return await session.get(CourseMute, (user_id, course_id)) is not None


def remindable(user_id: int) -> Select[int, str, bool]:
    """The courses that the person is on, or waits for, and that still run."""
    return (
        select(Course.id, Course.name, CourseMute.course_id.is_not(None).label("is_muted"))
        .join(Enrollment, and_(of_course(), Enrollment.user_id == user_id))
        .outerjoin(CourseMute, _muted_by(user_id))
        .where(Enrollment.status.in_(LIVE), Course.status == CourseStatus.PUBLISHED)
    )


def _muted_by(user_id: int) -> ColumnElement[bool]:
    return and_(CourseMute.course_id == Course.id, CourseMute.user_id == user_id)
