"""Days off, and the lessons that fall on them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Date, cast, delete, extract, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, Course, CourseStatus, Holiday, Lesson, LessonStatus, LogEntry
from db.queries.doing import Doer
from db.queries.lessons import MARKED

STANDING = (CourseStatus.DRAFT, CourseStatus.PUBLISHED)


@dataclass(frozen=True)
class Fallen:
    """How many lessons of a course fall on days off."""

    course_id: int
    name: str
    lessons: int


async def all_of(session: AsyncSession) -> Mapping[date, str]:
    statement = select(Holiday.day, Holiday.name).order_by(Holiday.day)
    return {row.day: row.name for row in await session.execute(statement)}


async def of_year(session: AsyncSession, year: int) -> Sequence[Holiday]:
    statement = select(Holiday).where(extract("year", Holiday.day) == year).order_by(Holiday.day)
    return (await session.scalars(statement)).all()


async def years(session: AsyncSession) -> Sequence[int]:
    year = extract("year", Holiday.day)
    return [int(it) for it in await session.scalars(select(year).distinct().order_by(year))]


async def put(session: AsyncSession, days: Mapping[date, str]) -> None:
    """With their names; those that are there are called that from now on."""
    rows = [{"day": day, "name": name} for day, name in days.items()]
    statement = insert(Holiday).values(rows)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[Holiday.day], set_={"name": statement.excluded.name}
        )
    )


async def remove(session: AsyncSession, first: date, last: date) -> Mapping[date, str]:
    """What was between these days."""
    statement = delete(Holiday).where(Holiday.day.between(first, last))
    rows = await session.execute(statement.returning(Holiday.day, Holiday.name))
    return {row.day: row.name for row in rows}


async def fallen(session: AsyncSession, zone: str, *, now: datetime) -> Sequence[Fallen]:
    """Courses with lessons that could be taken away, those with most of them first."""
    count = func.count()
    statement = (
        select(Course.id, Course.name, count)
        .join(Lesson, Lesson.course_id == Course.id)
        .where(*_falls(zone, now), Course.deleted_at.is_(None))
        .group_by(Course.id, Course.name)
        .order_by(count.desc(), Course.id)
    )
    return [Fallen(*row) for row in await session.execute(statement)]


async def lock_fallen(
    session: AsyncSession, zone: str, course_ids: Collection[int], *, now: datetime
) -> Sequence[Lesson]:
    """Of these courses, which must be locked before. Whoever marks people on one waits."""
    statement = (
        select(Lesson)
        .where(*_falls(zone, now), Lesson.course_id.in_(course_ids))
        .order_by(Lesson.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def scheduled_on(session: AsyncSession, days: Collection[date]) -> Sequence[Course]:
    """Courses with a schedule that go on then."""
    statement = select(Course).where(
        Course.status.in_(STANDING),
        Course.deleted_at.is_(None),
        func.jsonb_array_length(Course.schedule) > 0,
        Course.start_date <= max(days),
        Course.end_date >= min(days),
    )
    return (await session.scalars(statement.order_by(Course.id))).all()


async def alike(
    session: AsyncSession, doer: Doer, entry_id: int, actions: Collection[str]
) -> Sequence[LogEntry]:
    """What they did to courses together with that, if it was one of these actions."""
    first = await session.get(LogEntry, entry_id)
    if first is None or first.action not in actions:
        return []
    same = {"action": first.action, "timestamp": first.timestamp, "user_id": doer.id}
    statement = select(LogEntry).filter_by(entity="courses", **same)
    return (await session.scalars(statement.order_by(LogEntry.id))).all()


def _falls(zone: str, now: datetime) -> list[ColumnElement[bool]]:
    """On a day off, and is as the schedule made it: as ``Lesson.is_as_planned`` says."""
    day = cast(func.timezone(zone, Lesson.starts_at), Date)
    marked = select(Attendance.id).where(Attendance.lesson_id == Lesson.id, MARKED)
    return [
        Lesson.status == LessonStatus.SCHEDULED,
        Lesson.edited_at.is_(None),
        Lesson.starts_at > now,
        day.in_(select(Holiday.day)),
        ~marked.exists(),
    ]
