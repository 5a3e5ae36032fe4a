"""Lessons are seen by whoever sees their course, and added, changed and cancelled by hand."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson, LessonStatus, StaffPart
from db.queries import lessons, staff
from db.queries.lessons import LessonFilter
from domain import details, journal, listing, policy, timetable
from domain.actor import Service, Viewer
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import (
    CourseNotFound,
    HostNotOnStaff,
    LessonCancelled,
    LessonHasAttendance,
    LessonNotFound,
    LessonTimesNotValid,
)
from domain.policy import Action

__all__ = ["LessonFilter"]

TOPIC_LENGTH = 200
LONGEST_HOURS = 24

KEPT = ("starts_at", "ends_at", "location", "topic", "host_id")
OF_TIME = {"starts_at", "ends_at"}
"""A change of these moves the lesson."""
OFF = LessonStatus.SCHEDULED, LessonStatus.CANCELLED
ON = OFF[::-1]


class LessonDetails(TypedDict, total=False):
    topic: str
    starts_at: datetime
    ends_at: datetime
    location: str | None
    host_id: int | None


async def of_course(
    session: AsyncSession,
    viewer: Viewer | Service,
    which: LessonFilter,
    *,
    course_id: int,
    after: tuple[datetime, int] | None,
    limit: int,
) -> Sequence[Lesson]:
    """The soonest first, those that are cancelled among them."""
    await listing.course(session, viewer, course_id=course_id)
    return await lessons.page(session, course_id, which, after=after, limit=limit)


async def find(session: AsyncSession, viewer: Viewer | Service, *, lesson_id: int) -> Lesson:
    lesson = await lessons.get(session, lesson_id)
    if lesson is None:
        raise LessonNotFound
    try:
        await listing.course(session, viewer, course_id=lesson.course_id)
    except CourseNotFound as error:
        raise LessonNotFound from error
    return lesson


async def add(
    session: AsyncSession,
    author: Author,
    *,
    course_id: int,
    now: datetime,
    **fields: Unpack[LessonDetails],
) -> Lesson:
    """One beside those of the schedule, which leaves it alone."""
    await policy.lock_course(session, author, Action.EDIT, course_id=course_id)
    lesson = Lesson(course_id=course_id, edited_at=now, timed_at=now, **fields)
    _ensure_times(lesson.starts_at, lesson.ends_at)
    await _ensure_gives_lessons(session, lesson.host_id, course_id=course_id)
    session.add(lesson)
    await timetable.ensure_no_clash(session)
    journal.note(session, author, "add_lesson", lesson, now=now, **_told(lesson))
    return lesson


async def change(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    lesson_id: int,
    now: datetime,
    **fields: Unpack[LessonDetails],
) -> Lesson:
    """From then on the schedule leaves it alone. It is not moved once people were marked."""
    lesson = await hold(session, author, lesson_id=lesson_id)
    await write(session, author, campus, lesson, fields, now=now)
    await timetable.ensure_no_clash(session)
    return lesson


async def write(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    lesson: Lesson,
    fields: LessonDetails,
    *,
    now: datetime,
) -> bool:
    """The same to one that is held; whether it is news. Others may still be in its way."""
    if lesson.status is LessonStatus.CANCELLED:
        raise LessonCancelled
    changed = details.news(lesson, fields)
    if not changed:
        return False
    await _ensure_possible(session, lesson, fields, changed)
    details.put(lesson, fields)
    if not OF_TIME.isdisjoint(changed):
        lesson.check_in_until = lesson.fixed_code_at = None
    if "starts_at" in changed:
        lesson.timed_at = now
    lesson.edited_at = now
    # Who cannot come on one day may well come on another, and wants to be reminded of it.
    day = lesson.starts_at.astimezone(campus.tz).date()
    await lessons.drop_excuses(session, lesson.id, day)
    journal.note(session, author, "change_lesson", lesson, now=now, **changed)
    return True


async def cancel(
    session: AsyncSession, author: Author, *, lesson_id: int, now: datetime
) -> Lesson:
    """It does not take place, and stays to be seen as such. The second time changes nothing."""
    lesson = await hold(session, author, lesson_id=lesson_id)
    if lesson.status is LessonStatus.CANCELLED:
        return lesson
    await ensure_unmarked(session, lesson)
    lesson.status, lesson.edited_at = LessonStatus.CANCELLED, now
    journal.note(session, author, "cancel_lesson", lesson, now=now, status=[*OFF], **_told(lesson))
    return lesson


async def restore(
    session: AsyncSession, author: Author, *, lesson_id: int, now: datetime
) -> Lesson:
    """It takes place after all, if nothing else has come in its place."""
    lesson = await hold(session, author, lesson_id=lesson_id)
    if lesson.status is LessonStatus.SCHEDULED:
        return lesson
    lesson.status, lesson.edited_at, lesson.timed_at = LessonStatus.SCHEDULED, now, now
    await timetable.ensure_no_clash(session)
    journal.note(session, author, "restore_lesson", lesson, now=now, status=[*ON], **_told(lesson))
    return lesson


async def hold(session: AsyncSession, author: Author, *, lesson_id: int) -> Lesson:
    """The lesson, and before it its course, held for a change."""
    lesson = await lessons.get(session, lesson_id)
    if lesson is None:
        raise LessonNotFound
    try:
        await policy.lock_course(session, author, Action.EDIT, course_id=lesson.course_id)
    except CourseNotFound as error:
        raise LessonNotFound from error
    held = await lessons.lock(session, lesson_id)
    if held is None:
        raise LessonNotFound
    return held


async def ensure_unmarked(session: AsyncSession, lesson: Lesson) -> None:
    if await lessons.marked(session, [lesson.id]):
        raise LessonHasAttendance


async def _ensure_possible(
    session: AsyncSession, lesson: Lesson, to: LessonDetails, changed: Collection[str]
) -> None:
    if not OF_TIME.isdisjoint(changed):
        _ensure_times(to.get("starts_at", lesson.starts_at), to.get("ends_at", lesson.ends_at))
        await ensure_unmarked(session, lesson)
    if "host_id" in changed:
        await _ensure_gives_lessons(session, to["host_id"], course_id=lesson.course_id)


def _ensure_times(starts_at: datetime, ends_at: datetime) -> None:
    if not timedelta(0) < ends_at - starts_at <= timedelta(hours=LONGEST_HOURS):
        raise LessonTimesNotValid(LONGEST_HOURS)


async def _ensure_gives_lessons(
    session: AsyncSession, host_id: int | None, *, course_id: int
) -> None:
    if host_id is None:
        return
    host = await staff.get(session, course_id, host_id)
    if host is None or not host.part.covers(StaffPart.HOST):
        raise HostNotOnStaff


def _told(lesson: Lesson) -> dict[str, Any]:
    return {name: details.plain(getattr(lesson, name)) for name in KEPT}
