"""Which lessons of a course there have been for a person on it, and what became of each."""

from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.sql.selectable import LateralFromClause

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Course,
    Enrollment,
    Lesson,
    LessonStatus,
)


def so_far(now: datetime) -> LateralFromClause:
    """Counts of an enrollment and its course: lessons held, those attended, marks of each kind,
    and how many the staff excused."""
    mark = and_(Attendance.lesson_id == Lesson.id, Attendance.enrollment_id == Enrollment.id)
    # Who has come to the lesson that is on was at one of one, not of none.
    is_held = or_(Lesson.ends_at <= now, Attendance.is_attended)
    marks = [
        func.count().filter(Attendance.status == it).label(it.value) for it in AttendanceStatus
    ]
    # What people say themselves binds nobody.
    is_forgiven = and_(
        Attendance.status == AttendanceStatus.EXCUSED, Attendance.source != AttendanceSource.SELF
    )
    return (
        select(
            func.count().label("held"),
            func.count().filter(Attendance.is_attended).label("attended"),
            *marks,
            func.count().filter(is_forgiven).label("forgiven"),
        )
        .select_from(Lesson)
        .outerjoin(Attendance, mark)
        .where(Lesson.course_id == Course.id, Lesson.status == LessonStatus.SCHEDULED, is_held)
        .correlate(Course, Enrollment)
        .lateral()
    )
