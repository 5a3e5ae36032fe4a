from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
)


@dataclass(frozen=True)
class NextLesson:
    course_name: str
    starts_at: datetime
    location: str | None


async def next_of(session: AsyncSession, user_id: int, *, now: datetime) -> NextLesson | None:
    """The lesson that is on, or the soonest to come, of the courses that the person takes."""
    place = func.coalesce(Lesson.location, Course.location)
    statement = (
        select(Course.name, Lesson.starts_at, place)
        .join(Course, Course.id == Lesson.course_id)
        .join(Enrollment, Enrollment.course_id == Course.id)
        .where(
            Enrollment.user_id == user_id,
            Enrollment.status == EnrollmentStatus.REGISTERED,
            Course.status == CourseStatus.PUBLISHED,
            Lesson.status == LessonStatus.SCHEDULED,
            Lesson.ends_at > now,
        )
        .order_by(Lesson.starts_at, Lesson.id)
        .limit(1)
    )
    row = (await session.execute(statement)).one_or_none()
    return NextLesson(row[0], row[1], row[2]) if row else None
