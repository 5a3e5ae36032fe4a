"""A person, as admins see and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    case,
    func,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStaff,
    Enrollment,
    EnrollmentStatus,
    PointEntry,
    Role,
    StaffPart,
    User,
)
from db.queries import lists, visits

AFRESH = {"populate_existing": True}
"""What was read before the lock may be out of date."""


@dataclass(frozen=True)
class PartLine:
    """A part of a person's in a course."""

    course_name: str
    part: StaffPart


@dataclass(frozen=True)
class CourseLine:
    """A course that a person takes, waits for or once took."""

    course_name: str
    status: EnrollmentStatus
    held: int
    """Lessons so far."""
    attended: int


@dataclass(frozen=True)
class PersonCard:
    user: User
    points: int
    parts: Sequence[PartLine]
    courses: Sequence[CourseLine]


async def card(session: AsyncSession, user_id: int, *, now: datetime) -> PersonCard | None:
    """The person, unless there is none, or none any more."""
    points = select(func.coalesce(func.sum(PointEntry.points), 0)).where(
        PointEntry.user_id == User.id
    )
    statement = select(User, points.scalar_subquery())
    found = statement.where(User.id == user_id, User.erased_at.is_(None))
    row = (await session.execute(found, execution_options=AFRESH)).one_or_none()
    if row is None:
        return None
    return PersonCard(
        row[0], int(row[1]), await _parts(session, user_id), await _courses(session, user_id, now)
    )


async def lock(session: AsyncSession, user_ids: Sequence[int]) -> Mapping[int, User]:
    """Those of them that there are, held for a change: by ascending id, so that nobody waits in a
    circle."""
    statement = select(User).where(User.id.in_(user_ids)).order_by(User.id).with_for_update()
    return {it.id: it for it in await session.scalars(statement, execution_options=AFRESH)}


async def lock_admins(session: AsyncSession) -> Sequence[User]:
    """Those who can be reached in the chat, held by ascending id."""
    admins = User.role == Role.ADMIN, User.telegram_id.is_not(None)
    statement = select(User).where(*admins).order_by(User.id).with_for_update()
    return (await session.scalars(statement, execution_options=AFRESH)).all()


async def parts_of(session: AsyncSession, user_id: int) -> Sequence[CourseStaff]:
    """What the person is in which course. Whoever changes it holds the courses' rows."""
    statement = select(CourseStaff).filter_by(user_id=user_id).order_by(CourseStaff.course_id)
    return (await session.scalars(statement, execution_options=AFRESH)).all()


async def block_reason(session: AsyncSession, user_id: int) -> str | None:
    """Empty where there is none, and none for who is not blocked."""
    reason = func.coalesce(User.block_reason, "")
    blocked = User.id == user_id, User.blocked_at.is_not(None)
    return await session.scalar(select(reason).where(*blocked))


async def _parts(session: AsyncSession, user_id: int) -> Sequence[PartLine]:
    statement = (
        select(Course.name, CourseStaff.part)
        .join(Course, Course.id == CourseStaff.course_id)
        .where(CourseStaff.user_id == user_id)
        .order_by(_in_order(CourseStaff.part, StaffPart), lists.folded(Course.name), Course.id)
    )
    return [PartLine(*row) for row in await session.execute(statement)]


async def _courses(session: AsyncSession, user_id: int, now: datetime) -> Sequence[CourseLine]:
    lessons = visits.so_far(now)
    statement = (
        select(Course.name, Enrollment.status, lessons.c.held, lessons.c.attended)
        .join(Course, Course.id == Enrollment.course_id)
        .join(lessons, true())
        .where(Enrollment.user_id == user_id)
        .order_by(_in_order(Enrollment.status, EnrollmentStatus), Enrollment.changed_at.desc())
    )
    return [CourseLine(*row) for row in await session.execute(statement)]


def _in_order(column: SQLColumnExpression[Any], kind: type[StrEnum]) -> ColumnElement[int]:
    return case({it: number for number, it in enumerate(kind)}, value=column)
