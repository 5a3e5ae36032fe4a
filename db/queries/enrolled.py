"""Enrollments, to be read: with the rank of who waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, Enrollment, EnrollmentStatus, StaffPart
from db.queries.courses import Viewer, of_course, rank

IS_THERE = Enrollment.status != EnrollmentStatus.CANCELLED


@dataclass(frozen=True)
class Enrolled:
    enrollment: Enrollment
    rank: int
    """Among those who wait, from 1; 0 for who does not wait."""


@dataclass(frozen=True)
class SeenEnrolled:
    enrolled: Enrolled
    part: StaffPart | None
    """The viewer's, in the course."""


async def get(session: AsyncSession, enrollment_id: int) -> Enrolled:
    """Whatever became of it."""
    statement = _ranked().where(Enrollment.id == enrollment_id)
    return Enrolled(*(await session.execute(statement)).one())


async def of(session: AsyncSession, *, user_id: int, course_id: int) -> Enrolled:
    """Theirs, which there must be."""
    theirs = Enrollment.user_id == user_id, Enrollment.course_id == course_id
    return Enrolled(*(await session.execute(_ranked().where(*theirs))).one())


async def seen(session: AsyncSession, viewer: Viewer, enrollment_id: int) -> SeenEnrolled | None:
    """None for one that is not there any more, or of a course that is deleted."""
    is_viewers = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer.id)
    statement = (
        _ranked()
        .add_columns(CourseStaff.part)
        .outerjoin(CourseStaff, is_viewers)
        .where(Enrollment.id == enrollment_id, IS_THERE, Course.deleted_at.is_(None))
    )
    row = (await session.execute(statement)).one_or_none()
    return SeenEnrolled(Enrolled(row[0], row[1]), row[2]) if row else None


async def page(
    session: AsyncSession,
    course_id: int,
    status: EnrollmentStatus | None,
    *,
    after_id: int,
    limit: int,
) -> Sequence[Enrolled]:
    """Of a course, by id, those after that one; of any status but `cancelled`, or of one."""
    of_status = IS_THERE if status is None else Enrollment.status == status
    statement = (
        _ranked()
        .where(Enrollment.course_id == course_id, Enrollment.id > after_id, of_status)
        .order_by(Enrollment.id)
        .limit(limit)
    )
    return [Enrolled(*row) for row in await session.execute(statement)]


def _ranked() -> Select[*tuple[Any, ...]]:
    return select(Enrollment, rank()).join(Course, of_course())
