from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceStatus, Course, Enrollment, Lesson
from db.queries import points


@dataclass(frozen=True)
class ToldMark:
    """What a person wants to know of their mark."""

    course_id: int
    course_name: str
    starts_at: datetime
    status: AttendanceStatus
    reason: str | None
    points: int
    """What it gives now."""


async def find(session: AsyncSession, attendance_id: int, *, user_id: int) -> ToldMark | None:
    """None: it was taken back."""
    statement = (
        select(Course.id, Course.name, Lesson.starts_at, Attendance.status, Attendance.reason)
        .add_columns(points.of_mark())
        .select_from(Attendance)
        .join(Attendance.enrollment)
        .join(Attendance.lesson)
        .join(Lesson.course)
        .where(Attendance.id == attendance_id, Enrollment.user_id == user_id)
    )
    row = (await session.execute(statement)).one_or_none()
    return ToldMark(*row) if row else None
