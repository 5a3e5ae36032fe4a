"""Who is expected at lessons, and at which there is somebody to expect now."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_

from db.models import Course, CourseStatus, EnrollmentStatus, Lesson, LessonStatus

SEATED = [it for it in EnrollmentStatus if it.holds_seat]


def closes_at() -> ColumnElement[datetime]:
    """When check-in ends."""
    return func.coalesce(Lesson.check_in_until, Lesson.ends_at)


def opens_at() -> ColumnElement[datetime]:
    return Lesson.starts_at - Course.opens_before


def takes_place() -> ColumnElement[bool]:
    return and_(
        Course.status == CourseStatus.PUBLISHED,
        Course.deleted_at.is_(None),
        Lesson.status == LessonStatus.SCHEDULED,
    )


def is_on(now: datetime) -> ColumnElement[bool]:
    """It is open for check-in, or goes on."""
    return and_(takes_place(), opens_at() <= now, or_(closes_at() >= now, Lesson.ends_at > now))
