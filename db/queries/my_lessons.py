"""Lessons that concern a person now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, Enrollment, Lesson
from db.queries.on_now import SEATED, closes_at, is_on, opens_at

MOST = 50
"""Of lessons at the same time: nobody has so many."""


@dataclass(frozen=True)
class MyLesson:
    id: int
    course_id: int
    course_name: str
    starts_at: datetime
    ends_at: datetime
    is_staff: bool
    """They work on the course."""
    opens_at: datetime
    """When check-in begins and ends."""
    closes_at: datetime


async def now(session: AsyncSession, user_id: int, *, at: datetime) -> Sequence[MyLesson]:
    """Those that are on, or open for check-in, of courses that they work on or have a seat in."""
    part = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == user_id)
    seat = and_(
        Enrollment.course_id == Course.id,
        Enrollment.user_id == user_id,
        Enrollment.status.in_(SEATED),
    )
    statement = (
        select(Lesson.id, Course.id, Course.name, Lesson.starts_at, Lesson.ends_at)
        .add_columns(CourseStaff.part.is_not(None), opens_at(), closes_at())
        .join(Lesson.course)
        .outerjoin(CourseStaff, part)
        .outerjoin(Enrollment, seat)
        .where(or_(CourseStaff.part.is_not(None), Enrollment.id.is_not(None)))
        .where(is_on(at))
        .order_by(Lesson.starts_at, Lesson.id)
        .limit(MOST)
    )
    return [MyLesson(*row) for row in await session.execute(statement)]
