"""That people will not come, as they said themselves."""

from datetime import date, datetime

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Enrollment,
    Lesson,
    LessonStatus,
)
from db.queries.check_in import Sighting
from db.queries.doing import Doer
from db.queries.on_now import SEATED


async def add(
    session: AsyncSession, seen: Sighting, *, day: date, by: Doer, now: datetime
) -> int | None:
    """Its id; none if they have a mark, or the lesson or the enrollment is not as it was seen."""
    it = Attendance
    values = {
        it.status: literal(AttendanceStatus.EXCUSED, it.status.type),
        it.source: literal(AttendanceSource.SELF, it.source.type),
        it.lesson_date: literal(day),
        it.marked_by: literal(by.id),
        it.marked_at: literal(now),
        it.enrollment_id: Enrollment.id,
        it.lesson_id: Lesson.id,
    }
    of_course = Lesson.course_id == Enrollment.course_id
    still = select(*values.values()).join_from(Enrollment, Lesson, of_course)
    still = still.where(
        Enrollment.id == seen.enrollment_id,
        Enrollment.status.in_(SEATED),
        Lesson.id == seen.lesson_id,
        Lesson.status == LessonStatus.SCHEDULED,
        Lesson.starts_at == seen.starts_at,
    )
    statement = insert(it).from_select(list(values), still)
    return await session.scalar(statement.on_conflict_do_nothing().returning(it.id))
