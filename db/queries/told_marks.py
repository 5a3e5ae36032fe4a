from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Enrollment,
    Lesson,
)
from db.queries import points

KINDS = DeliveryKind.CHECKED_IN, DeliveryKind.MARK_CHANGED
ARRIVED = DeliveryStatus.SENT, DeliveryStatus.SENDING, DeliveryStatus.UNKNOWN
"""Or may have."""


@dataclass(frozen=True)
class Place:
    """Where somebody was marked."""

    course_id: int
    course_name: str
    starts_at: datetime


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


async def place(session: AsyncSession, lesson_id: int) -> Place | None:
    statement = select(Course.id, Course.name, Lesson.starts_at).join(Lesson.course)
    row = (await session.execute(statement.where(Lesson.id == lesson_id))).one_or_none()
    return Place(*row) if row else None


async def take_back(session: AsyncSession, attendance_id: int, *, user_id: int) -> bool:
    """Of a mark nothing is told any more; whether anything was."""
    of_mark = Delivery.payload["attendance_id"].astext.cast(BigInteger) == attendance_id
    about = (Delivery.user_id == user_id, Delivery.kind.in_(KINDS), of_mark)
    pending = Delivery.status == DeliveryStatus.PENDING
    await session.execute(
        update(Delivery).where(*about, pending).values(status=DeliveryStatus.SKIPPED)
    )
    arrived = select(Delivery.id).where(*about, Delivery.status.in_(ARRIVED)).limit(1)
    return await session.scalar(arrived) is not None
