"""Who is reminded of which lesson, and what there is to say when it is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    Course,
    CourseMute,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    ReminderRule,
    User,
)

BEGINS = cast(func.floor(func.extract("epoch", Lesson.starts_at)), BigInteger)
"""By which a lesson that was moved is told from what it was."""


@dataclass(frozen=True)
class Reminder:
    """Of what somebody is reminded."""

    lesson_id: int
    course_id: int
    course_name: str
    starts_at: datetime
    ends_at: datetime
    topic: str
    location: str | None
    online_url: str | None
    text: str | None
    """In the words of the hosts; None: nothing beside the usual."""


async def look(
    session: AsyncSession,
    *,
    user_id: int,
    lesson_id: int,
    before: timedelta,
    begins: int,
    superseded_until: datetime,
) -> Reminder | None:
    """What there is to say of it now: nothing, if the lesson is at another time or off, if the
    person does not want it any more, or if a nearer reminder is due until then."""
    nearer = ReminderRule.__table__.alias("nearer")
    at = Lesson.starts_at - nearer.c.before
    is_nearer = exists().where(
        nearer.c.course_id == Course.id,
        nearer.c.before < ReminderRule.before,
        at <= superseded_until,
        at >= nearer.c.created_at,
    )
    columns = (
        Lesson.id,
        Course.id,
        Course.name,
        Lesson.starts_at,
        Lesson.ends_at,
        Lesson.topic,
        func.coalesce(Lesson.location, Course.location),
        Course.online_url,
        ReminderRule.text,
    )
    statement = those(columns).where(
        User.id == user_id,
        Lesson.id == lesson_id,
        literal(begins) == BEGINS,
        ReminderRule.before == before,
        wants(),
        ~is_nearer,
    )
    row = (await session.execute(statement)).one_or_none()
    return Reminder(*row) if row else None


def those(columns: Iterable[Any]) -> Select[*tuple[Any, ...]]:
    """People with a seat, live lessons to come of published courses, and their rules."""
    return (
        select(*columns)
        .select_from(Lesson)
        .join(Course, Course.id == Lesson.course_id)
        .join(ReminderRule, ReminderRule.course_id == Course.id)
        .join(Enrollment, Enrollment.course_id == Course.id)
        .join(User, User.id == Enrollment.user_id)
        .where(
            Lesson.status == LessonStatus.SCHEDULED,
            Course.status == CourseStatus.PUBLISHED,
            Course.deleted_at.is_(None),
            Enrollment.status == EnrollmentStatus.REGISTERED,
            User.blocked_at.is_(None),
            User.erased_at.is_(None),
        )
    )


def wants() -> ColumnElement[bool]:
    """They have not turned it off, and nothing is known yet of whether they come."""
    mutes = exists().where(CourseMute.course_id == Course.id, CourseMute.user_id == User.id)
    marked = exists().where(
        Attendance.enrollment_id == Enrollment.id, Attendance.lesson_id == Lesson.id
    )
    return and_(User.reminders_on, ~mutes, ~marked)
