from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Holiday,
    Lesson,
    LessonStatus,
    ProjectorScreen,
    RoomMessage,
    ScanAttempt,
)

AFRESH = {"populate_existing": True}
"""What was read before the lock may be out of date."""

MARKED = Attendance.status != AttendanceStatus.EXCUSED
"""Who said that they would not come has not been on it."""


@dataclass(frozen=True)
class LessonFilter:
    since: datetime | None = None
    """When it begins at the earliest."""
    until: datetime | None = None
    """Before when it begins."""
    status: LessonStatus | None = None


async def page(
    session: AsyncSession,
    course_id: int,
    which: LessonFilter,
    *,
    after: tuple[datetime, int] | None,
    limit: int,
) -> Sequence[Lesson]:
    """The soonest first: those behind that moment and id."""
    statement = select(Lesson).where(Lesson.course_id == course_id)
    if which.since is not None:
        statement = statement.where(Lesson.starts_at >= which.since)
    if which.until is not None:
        statement = statement.where(Lesson.starts_at < which.until)
    if which.status is not None:
        statement = statement.where(Lesson.status == which.status)
    if after is not None:
        statement = statement.where(tuple_(Lesson.starts_at, Lesson.id) > after)
    ordered = statement.order_by(Lesson.starts_at, Lesson.id).limit(limit)
    return (await session.scalars(ordered)).all()


async def get(session: AsyncSession, lesson_id: int) -> Lesson | None:
    return await session.get(Lesson, lesson_id)


async def last_scanned_to(
    session: AsyncSession, lesson_ids: Sequence[int], *, by_user: int
) -> int | None:
    """To which of those the person scanned a pass last."""
    scanned = (Attendance.marked_by == by_user, Attendance.source == AttendanceSource.PASS)
    statement = select(Attendance.lesson_id).where(Attendance.lesson_id.in_(lesson_ids), *scanned)
    latest = statement.order_by(Attendance.marked_at.desc(), Attendance.id.desc()).limit(1)
    return await session.scalar(latest)


async def lock(session: AsyncSession, lesson_id: int) -> Lesson | None:
    return await session.get(Lesson, lesson_id, with_for_update=True, populate_existing=True)


async def lock_all(session: AsyncSession, course_id: int) -> Sequence[Lesson]:
    """The soonest first. Whoever marks people on one of them waits."""
    statement = (
        select(Lesson)
        .filter_by(course_id=course_id)
        .order_by(Lesson.starts_at, Lesson.id)
        .with_for_update()
    )
    return (await session.scalars(statement, execution_options=AFRESH)).all()


async def begins(
    session: AsyncSession,
    course_id: int,
    lesson_ids: Collection[int] | None,
    *,
    since: datetime,
    until: datetime,
) -> bool:
    """Whether one of these lessons of the course, or any, begins in between."""
    statement = select(Lesson.id).where(
        Lesson.course_id == course_id,
        Lesson.status == LessonStatus.SCHEDULED,
        Lesson.starts_at > since,
        Lesson.starts_at <= until,
    )
    if lesson_ids is not None:
        statement = statement.where(Lesson.id.in_(lesson_ids))
    return await session.scalar(statement.limit(1)) is not None


async def next_start(session: AsyncSession, course_id: int, *, now: datetime) -> datetime | None:
    """Of the next lesson of the course."""
    statement = select(func.min(Lesson.starts_at)).where(
        Lesson.course_id == course_id,
        Lesson.status == LessonStatus.SCHEDULED,
        Lesson.starts_at > now,
    )
    return await session.scalar(statement)


async def marked(session: AsyncSession, lesson_ids: Collection[int]) -> set[int]:
    """On which of them somebody was marked, as having come or not. They must be locked before:
    who marked people meanwhile is seen only then."""
    statement = select(Attendance.lesson_id).where(Attendance.lesson_id.in_(lesson_ids), MARKED)
    return set(await session.scalars(statement.distinct()))


async def drop_excuses(session: AsyncSession, lesson_id: int, day: date) -> None:
    """Of those who will not come on another day than this one, in the campus zone."""
    theirs = Attendance.lesson_id == lesson_id, Attendance.lesson_date != day
    await session.execute(delete(Attendance).where(*theirs, ~MARKED))


async def remove(session: AsyncSession, lesson_ids: Collection[int]) -> None:
    """With the excuses for them. Scans stay for the history; screens show nothing then."""
    for kind in (ScanAttempt, ProjectorScreen):
        loose = update(kind).where(kind.lesson_id.in_(lesson_ids)).values(lesson_id=None)
        await session.execute(loose)
    for owned in (Attendance, RoomMessage):
        await session.execute(delete(owned).where(owned.lesson_id.in_(lesson_ids)))
    await session.execute(delete(Lesson).where(Lesson.id.in_(lesson_ids)))


async def holidays(session: AsyncSession) -> set[date]:
    return set(await session.scalars(select(Holiday.day)))


async def check(session: AsyncSession, constraint: str) -> None:
    """Whether it holds, now and not only at the end. The name is ours, not anybody's words."""
    for when in ("IMMEDIATE", "DEFERRED"):
        await session.execute(text(f"SET CONSTRAINTS {constraint} {when}"))
