"""What is asked before a course is published, and before it is deleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CourseStaff, Enrollment, Lesson, LessonStatus, StaffPart
from db.queries.courses import LIVE


@dataclass(frozen=True)
class Facts:
    lessons: int
    """To come, or on now."""
    has_places: bool
    """Whether some of them have a place of their own."""
    hosts: int


async def facts(session: AsyncSession, course_id: int, *, now: datetime) -> Facts:
    to_come = (
        select(Lesson.id)
        .filter_by(course_id=course_id, status=LessonStatus.SCHEDULED)
        .where(Lesson.ends_at > now)
    )
    hosts = select(CourseStaff.user_id).filter_by(course_id=course_id, part=StaffPart.HOST)
    statement = select(
        select(func.count()).select_from(to_come.subquery()).scalar_subquery(),
        to_come.where(Lesson.location.is_not(None)).exists(),
        select(func.count()).select_from(hosts.subquery()).scalar_subquery(),
    )
    return Facts(*(await session.execute(statement)).one())


async def people(session: AsyncSession, course_id: int) -> int:
    """Who are on the course, have completed it or wait for a seat."""
    live = select(Enrollment.id).filter_by(course_id=course_id).where(Enrollment.status.in_(LIVE))
    return await session.scalar(select(func.count()).select_from(live.subquery())) or 0
