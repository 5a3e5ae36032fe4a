"""Courses that come from files, and the files that wait to be imported."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, false, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    Course,
    CourseStaff,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Lesson,
    LessonStatus,
    LogEntry,
    StaffPart,
)
from db.queries.lessons import MARKED

WAITING = {"kind": DeliveryKind.IMPORT, "status": DeliveryStatus.PENDING}


@dataclass(frozen=True)
class Known:
    """A course that was imported before."""

    course: Course
    part: StaffPart | None
    """Of whoever imports it anew."""
    is_managed: bool


@dataclass(frozen=True)
class Held:
    """A lesson of such a course."""

    id: int
    starts_at: datetime
    ends_at: datetime
    planned_at: datetime | None
    is_untouched: bool
    """As a file made it: nobody has changed it by hand, marked people on it, or given the course
    another schedule since."""


async def known(session: AsyncSession, keys: Collection[str], user_id: int) -> dict[str, Known]:
    """By the keys; those that were deleted meanwhile among them."""
    managers = select(CourseStaff.user_id).where(
        CourseStaff.course_id == Course.id, CourseStaff.part == StaffPart.MANAGER
    )
    mine = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == user_id)
    statement = (
        select(Course, CourseStaff.part, managers.correlate(Course).exists())
        .outerjoin(CourseStaff, mine)
        .where(Course.source_key.in_(keys))
        .execution_options(populate_existing=True)
    )
    rows = (await session.execute(statement)).all()
    return {str(course.source_key): Known(course, part, is_so) for course, part, is_so in rows}


async def held(session: AsyncSession, course_ids: Collection[int]) -> dict[int, list[Held]]:
    """The lessons that each of these courses has, or had by its schedule."""
    by_hand = exists().where(LogEntry.entity == "lessons", LogEntry.entity_id == Lesson.id)
    is_marked = exists().where(Attendance.lesson_id == Lesson.id, MARKED)
    other_schedule = exists().where(
        LogEntry.entity == "courses",
        LogEntry.entity_id == Lesson.course_id,
        LogEntry.action == "change_course",
        LogEntry.details.has_key("schedule"),
    )
    is_untouched = and_(
        Lesson.status == LessonStatus.SCHEDULED,
        Lesson.planned_at == Lesson.starts_at,
        ~by_hand,
        ~is_marked,
        or_(Lesson.edited_at.is_not(None), ~other_schedule),
    )
    columns = Lesson.id, Lesson.starts_at, Lesson.ends_at, Lesson.planned_at
    statement = select(Lesson.course_id, *columns, func.coalesce(is_untouched, false()))
    found: defaultdict[int, list[Held]] = defaultdict(list)
    rows = await session.execute(statement.where(Lesson.course_id.in_(course_ids)))
    for row in rows:
        found[row[0]].append(Held(*row[1:]))
    return found


async def planned(session: AsyncSession, course_ids: Collection[int]) -> dict[int, set[datetime]]:
    """When each of these courses has, or had by its schedule, a lesson."""
    statement = select(Lesson.course_id, Lesson.starts_at, Lesson.planned_at)
    found: defaultdict[int, set[datetime]] = defaultdict(set)
    for course_id, starts_at, planned_at in await session.execute(
        statement.where(Lesson.course_id.in_(course_ids))
    ):
        found[course_id] |= {starts_at, planned_at or starts_at}
    return found


async def get(session: AsyncSession, import_id: int, user_id: int) -> Delivery | None:
    """Held for a change."""
    statement = (
        select(Delivery)
        .filter_by(id=import_id, user_id=user_id, kind=DeliveryKind.IMPORT)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).one_or_none()


async def payload(session: AsyncSession, import_id: int) -> dict[str, Any]:
    found = await session.scalar(select(Delivery.payload).filter_by(id=import_id))
    return found or {}


async def drop(session: AsyncSession, user_id: int, import_ids: Sequence[int] | None) -> None:
    """Those of that person that wait to be confirmed, or only these of them."""
    asked = Delivery.payload["is_confirmed"].astext == "false"
    statement = update(Delivery).filter_by(user_id=user_id, **WAITING).where(asked)
    if import_ids is not None:
        statement = statement.where(Delivery.id.in_(import_ids))
    empty = literal({}, JSONB)
    await session.execute(statement.values(status=DeliveryStatus.SKIPPED, payload=empty))


async def forget(session: AsyncSession, import_id: int) -> None:
    """What was in the file; that there was one is kept."""
    statement = update(Delivery).filter_by(id=import_id).values(payload=literal({}, JSONB))
    await session.execute(statement)
