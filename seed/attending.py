from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    PointEntry,
    User,
)
from domain import journal
from seed.courses import Plot
from seed.people import Cast

BY_CODE = 0.8
"""The share of arrivals in which people scan the room's code; the others show their pass."""

LATE = 0.12
"""The share of arrivals that are late."""

ARRIVALS = {AttendanceStatus.PRESENT: (-12, 14), AttendanceStatus.LATE: (16, 40)}
"""Minutes after the start."""


async def hold(session: AsyncSession, plot: Plot, lesson: Lesson, cast: Cast) -> None:
    """Mark everybody who was on the course when the lesson began, with points and log entries."""
    enrolled = await _enrolled(session, lesson)
    marks = [_mark(plot.chance, lesson, enrollment, cast) for enrollment in enrolled]
    session.add_all(marks)
    await session.flush()
    _note(session, marks, cast)
    for enrollment, mark in zip(enrolled, marks, strict=True):
        if mark.status in ARRIVALS:
            session.add(_points(plot, enrollment, mark))


async def _enrolled(session: AsyncSession, lesson: Lesson) -> Sequence[Enrollment]:
    statement = (
        select(Enrollment)
        .filter_by(course_id=lesson.course_id, status=EnrollmentStatus.REGISTERED)
        .where(Enrollment.changed_at < lesson.starts_at)
    )
    return (await session.scalars(statement.order_by(Enrollment.id))).all()


def _mark(chance: Random, lesson: Lesson, enrollment: Enrollment, cast: Cast) -> Attendance:
    status = _status(chance, cast.by_id[enrollment.user_id])
    source = _source(chance, lesson, status)
    return Attendance(
        enrollment_id=enrollment.id,
        lesson_id=lesson.id,
        lesson_date=lesson.starts_at.astimezone(cast.campus.tz).date(),
        status=status,
        source=source,
        marked_by=(enrollment.user_id if source is AttendanceSource.ROOM_CODE else lesson.host_id),
        marked_at=_marked_at(chance, lesson, status),
    )


def _status(chance: Random, user: User) -> AttendanceStatus:
    diligence = Random(user.telegram_id).uniform(0.7, 1)  # noqa: S311 - not a secret
    if chance.random() > diligence:
        return AttendanceStatus.ABSENT
    return AttendanceStatus.LATE if chance.random() < LATE else AttendanceStatus.PRESENT


def _source(chance: Random, lesson: Lesson, status: AttendanceStatus) -> AttendanceSource:
    if lesson.host_id is None:
        return AttendanceSource.API
    if status not in ARRIVALS:
        return AttendanceSource.ROSTER
    scans = chance.random() < BY_CODE
    return AttendanceSource.ROOM_CODE if scans else AttendanceSource.PASS


def _marked_at(chance: Random, lesson: Lesson, status: AttendanceStatus) -> datetime:
    if status not in ARRIVALS:
        return lesson.ends_at
    return lesson.starts_at + timedelta(minutes=chance.uniform(*ARRIVALS[status]))


def _note(session: AsyncSession, marks: Sequence[Attendance], cast: Cast) -> None:
    for mark in sorted(marks, key=lambda it: it.marked_at):
        actor = None if mark.marked_by is None else cast.actor(cast.by_id[mark.marked_by])
        journal.note(session, actor, "check_in", mark, now=mark.marked_at, source=mark.source)


def _points(plot: Plot, enrollment: Enrollment, mark: Attendance) -> PointEntry:
    return PointEntry(
        user_id=enrollment.user_id,
        course_id=enrollment.course_id,
        points=plot.plan.points_per_visit,
        source_key=f"attendance:{mark.id}",
        created_at=mark.marked_at,
    )
