"""The courses that somebody works on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, Lesson, StaffPart
from db.queries import lists
from db.queries.courses import next_lesson

RUNNING = (CourseStatus.DRAFT, CourseStatus.PUBLISHED)


@dataclass(frozen=True)
class TaughtCourse:
    course: Course
    part: StaffPart
    next_lesson: Lesson | None
    """The one that is on, or the soonest to come."""


@dataclass(frozen=True)
class TaughtPage:
    lines: Sequence[TaughtCourse]
    number: int
    """From 0."""
    total: int
    """Of courses, on all pages."""


async def page(
    session: AsyncSession, user_id: int, number: int, *, size: int, now: datetime
) -> TaughtPage:
    """Those that run, the soonest lesson first; then those that are over, the newest first."""
    those = _of(user_id).cte("those")
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    upcoming = next_lesson(now)
    is_over = case((Course.status.in_(RUNNING), 0), else_=1)
    soonest = case((is_over == 0, upcoming.starts_at))
    statement = (
        select(Course, those.c.part, upcoming, count, number_now)
        .join(those, those.c.id == Course.id)
        .outerjoin(upcoming, true())
        .order_by(is_over, soonest.asc().nulls_last(), Course.id.desc())
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return TaughtPage([], 0, 0)
    lines = [TaughtCourse(*row[:3]) for row in rows]
    return TaughtPage(lines, number=rows[0][4], total=rows[0][3])


def _of(user_id: int) -> Select[*tuple[int, StaffPart]]:
    return (
        select(Course.id, CourseStaff.part)
        .join(CourseStaff, CourseStaff.course_id == Course.id)
        .where(CourseStaff.user_id == user_id, Course.deleted_at.is_(None))
    )
