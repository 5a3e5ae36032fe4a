"""Marks: who came to which lesson."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    CourseStaff,
    Enrollment,
    EnrollmentStatus,
    StaffPart,
)
from db.queries import points
from db.queries.courses import Viewer, of_course


@dataclass(frozen=True)
class Marked:
    id: int
    enrollment_id: int
    lesson_id: int
    lesson_date: date
    status: AttendanceStatus
    source: AttendanceSource
    marked_at: datetime
    points: int
    """What it gives now."""

    @property
    def is_attended(self) -> bool:
        return self.status.is_attended


@dataclass(frozen=True)
class SeenMark:
    marked: Marked
    user_id: int
    course_id: int
    points_per_visit: int
    part: StaffPart | None
    """The viewer's, in the course."""
    enrollment_status: EnrollmentStatus


async def of_lesson(
    session: AsyncSession, *, enrollment_id: int, lesson_id: int
) -> tuple[int, datetime] | None:
    """The id of the mark that there is, and when it was made."""
    statement = select(Attendance.id, Attendance.marked_at).filter_by(
        enrollment_id=enrollment_id, lesson_id=lesson_id
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def seen(session: AsyncSession, viewer: Viewer, attendance_id: int) -> SeenMark | None:
    return await _one(session, _seen_by(viewer, attendance_id))


async def to_change(session: AsyncSession, viewer: Viewer, attendance_id: int) -> SeenMark | None:
    """The same; the course is held, as before everything that moves points."""
    statement = _seen_by(viewer, attendance_id)
    return await _one(session, statement.with_for_update(read=True, key_share=True, of=Course))


async def lock(session: AsyncSession, attendance_id: int) -> Attendance | None:
    """The mark, held for a change."""
    return await session.get(
        Attendance, attendance_id, with_for_update=True, populate_existing=True
    )


async def _one(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> SeenMark | None:
    row = (await session.execute(statement)).one_or_none()
    return SeenMark(Marked(*row[:8]), *row[8:]) if row else None


def _seen_by(viewer: Viewer, attendance_id: int) -> Select[*tuple[Any, ...]]:
    it = Attendance
    return (
        select(it.id, it.enrollment_id, it.lesson_id, it.lesson_date, it.status, it.source)
        .add_columns(it.marked_at, points.of_mark())
        .add_columns(Enrollment.user_id, Course.id, Course.points_per_visit, CourseStaff.part)
        .add_columns(Enrollment.status)
        .join(Enrollment, Enrollment.id == it.enrollment_id)
        .join(Course, of_course())
        .outerjoin(
            CourseStaff,
            and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer.id),
        )
        .where(it.id == attendance_id, Course.deleted_at.is_(None))
    )
