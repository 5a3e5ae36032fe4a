"""One's own history on a course: each lesson there has been, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, and_, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonStatus,
    PointEntry,
)
from db.queries import lists, points, visits
from db.queries.courses import next_lesson


@dataclass(frozen=True)
class Visits:
    """Counts of lessons."""

    held: int
    """Those that are over, and the one that is on if the person is there."""
    attended: int
    present: int
    late: int
    absent: int
    excused: int
    forgiven: int
    """Of those excused: by the staff, and not just by what the person said."""

    @property
    def missed(self) -> int:
        """With or without a mark that says so."""
        return self.held - self.attended - self.excused


@dataclass(frozen=True)
class Summary:
    course: Course
    standing: EnrollmentStatus
    points: int
    planned: int
    """Lessons, whether over or to come."""
    next_lesson: Lesson | None
    """The one that is on, or the soonest to come."""
    next_mark: AttendanceStatus | None
    visits: Visits


@dataclass(frozen=True)
class Visit:
    lesson: Lesson
    status: AttendanceStatus | None
    points: int
    """What it gives now."""


@dataclass(frozen=True)
class VisitPage:
    lines: Sequence[Visit]
    number: int
    """From 0."""
    total: int


async def summary(
    session: AsyncSession, user_id: int, course_id: int, *, now: datetime
) -> Summary | None:
    upcoming, counts = next_lesson(now), visits.so_far(now)
    mark = and_(Attendance.lesson_id == upcoming.id, Attendance.enrollment_id == Enrollment.id)
    statement = (
        select(Course, Enrollment.status, _points(), _planned(), upcoming, Attendance.status)
        .add_columns(*counts.c)
        .join(Enrollment, Enrollment.course_id == Course.id)
        .outerjoin(upcoming, true())
        .outerjoin(Attendance, mark)
        .join(counts, true())
        .where(Enrollment.user_id == user_id, Course.id == course_id)
        .where(Course.deleted_at.is_(None))
    )
    row = (await session.execute(statement)).one_or_none()
    return _as_summary(row) if row else None


async def page(
    session: AsyncSession,
    user_id: int,
    course_id: int,
    number: int,
    *,
    until: datetime,
    size: int,
) -> VisitPage:
    """Those that begin before then, the latest first."""
    which: dict[str, Any] = {"user_id": user_id, "course_id": course_id, "until": until}
    those = _visited(select(Lesson.id), **which).subquery()
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    columns = select(Lesson, Attendance.status, points.of_mark(), count, number_now)
    statement = (
        _visited(columns, **which)
        .order_by(Lesson.starts_at.desc(), Lesson.id.desc())
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return VisitPage([], 0, 0)
    return VisitPage([Visit(*row[:3]) for row in rows], rows[0][4], rows[0][3])


def _visited(
    columns: Select[*tuple[Any, ...]], *, user_id: int, course_id: int, until: datetime
) -> Select[*tuple[Any, ...]]:
    """Of lessons that begin before then, and of those to which somebody came earlier."""
    mark = and_(Attendance.lesson_id == Lesson.id, Attendance.enrollment_id == Enrollment.id)
    own = and_(Enrollment.course_id == Lesson.course_id, Enrollment.user_id == user_id)
    return (
        columns.join(Enrollment, own)
        .outerjoin(Attendance, mark)
        .where(Lesson.course_id == course_id, Lesson.status == LessonStatus.SCHEDULED)
        .where(or_(Lesson.starts_at < until, Attendance.is_attended))
    )


def _as_summary(row: Row[*tuple[Any, ...]]) -> Summary:
    course, standing, points_so_far, planned, upcoming, mark, *counts = row
    return Summary(course, standing, points_so_far, planned, upcoming, mark, Visits(*counts))


def _points() -> ScalarSelect[int]:
    mine = and_(PointEntry.user_id == Enrollment.user_id, PointEntry.course_id == Course.id)
    total = select(func.coalesce(func.sum(PointEntry.points), 0)).where(mine)
    return total.correlate(Course, Enrollment).scalar_subquery()


def _planned() -> ScalarSelect[int]:
    live = and_(Lesson.course_id == Course.id, Lesson.status == LessonStatus.SCHEDULED)
    return select(func.count(Lesson.id)).where(live).correlate(Course).scalar_subquery()
