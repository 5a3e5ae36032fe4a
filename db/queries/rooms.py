"""Lessons as the staff see them who check people in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceStatus,
    Course,
    CourseStaff,
    Enrollment,
    Lesson,
    StaffPart,
    User,
)
from db.queries import lists
from db.queries.courses import Viewer
from db.queries.on_now import SEATED, is_on, opens_at, takes_place

AFRESH = {"populate_existing": True}
"""What was read before the lock may be out of date."""

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Class:
    """A lesson of a course, and the viewer's part in that."""

    lesson: Lesson
    course: Course
    part: StaffPart | None

    @property
    def opens_at(self) -> datetime:
        """When check-in begins."""
        return self.lesson.starts_at - self.course.opens_before


@dataclass(frozen=True)
class Counts:
    """Of those who have a seat."""

    expected: int
    came: int
    """In time or late."""
    late: int
    absent: int
    excused: int

    @property
    def missing(self) -> int:
        """Who has not come, and has not said so."""
        return self.expected - self.came - self.excused

    @property
    def unmarked(self) -> int:
        return self.missing - self.absent


async def find(session: AsyncSession, viewer: Viewer, lesson_id: int) -> Class | None:
    """Whatever the viewer's part is, none among them."""
    statement = _classes(viewer).where(Lesson.id == lesson_id)
    return _class((await session.execute(statement, execution_options=AFRESH)).one_or_none())


async def hold(session: AsyncSession, viewer: Viewer, lesson_id: int) -> Class | None:
    """The same, held for a change of its times of check-in. Marks are made meanwhile."""
    held = _classes(viewer).with_for_update(key_share=True, of=Lesson)
    statement = held.where(Lesson.id == lesson_id)
    return _class((await session.execute(statement, execution_options=AFRESH)).one_or_none())


async def find_to_mark(session: AsyncSession, viewer: Viewer, lesson_id: int) -> Class | None:
    """The same, held as before everything that marks people: with others who do, and against who
    changes the lesson or an enrollment."""
    held = _classes(viewer).with_for_update(read=True, key_share=True, of=Course)
    statement = held.where(Lesson.id == lesson_id)
    return _class((await session.execute(statement, execution_options=AFRESH)).one_or_none())


async def on_now(session: AsyncSession, viewer: Viewer, *, now: datetime) -> Sequence[Class]:
    """Lessons on whose staff the viewer is that are open for check-in or on. Those come first that
    are given by the viewer, or by nobody in particular."""
    is_others = and_(Lesson.host_id.is_not(None), Lesson.host_id != viewer.id)
    statement = (
        _of_staff(viewer).where(is_on(now)).order_by(is_others, Lesson.starts_at, Lesson.id)
    )
    return [Class(*row) for row in await session.execute(statement)]


async def next_one(session: AsyncSession, viewer: Viewer, *, now: datetime) -> Class | None:
    """Of those whose check-in has not opened, the soonest."""
    ahead = opens_at() > now
    statement = _of_staff(viewer).where(ahead).order_by(Lesson.starts_at, Lesson.id).limit(1)
    return _class((await session.execute(statement)).one_or_none())


async def counts(session: AsyncSession, lesson: Lesson) -> Counts:
    came = func.count().filter(Attendance.is_attended)
    marks = [
        func.count().filter(Attendance.status == it)
        for it in (AttendanceStatus.LATE, AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED)
    ]
    statement = expected(lesson, func.count(), came, *marks)
    return Counts(*(await session.execute(statement)).one())


async def missing(session: AsyncSession, lesson: Lesson, *, limit: int) -> Sequence[str]:
    """Names of those who have not come and have not said so."""
    statement = expected(lesson, User.full_name).where(is_missing())
    ordered = statement.order_by(lists.folded(User.full_name), User.id).limit(limit)
    return (await session.scalars(ordered)).all()


def expected(lesson: Lesson, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Those who have a seat, each with the mark that there is."""
    mark = and_(Attendance.enrollment_id == Enrollment.id, Attendance.lesson_id == lesson.id)
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(Enrollment.user)
        .outerjoin(Attendance, mark)
        .where(
            Enrollment.course_id == lesson.course_id,
            Enrollment.status.in_(SEATED),
            User.erased_at.is_(None),
        )
    )


def is_missing() -> Condition:
    return or_(Attendance.id.is_(None), Attendance.status == AttendanceStatus.ABSENT)


def _classes(viewer: Viewer) -> Select[Lesson, Course, StaffPart | None]:
    mine = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer.id)
    return (
        select(Lesson, Course, CourseStaff.part)
        .join(Lesson.course)
        .outerjoin(CourseStaff, mine)
        .where(Course.deleted_at.is_(None))
    )


def _of_staff(viewer: Viewer) -> Select[Lesson, Course, StaffPart | None]:
    return _classes(viewer).where(CourseStaff.part.is_not(None), takes_place())


def _class(row: Any) -> Class | None:
    return Class(*row) if row else None
