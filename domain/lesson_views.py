"""Schedules and lessons as those who run a course see them; other admins look on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Holiday, Lesson, LessonStatus
from db.queries import courses, lesson_pages, lessons
from db.queries.lesson_pages import LessonLine, LessonPage
from domain import policy
from domain.actor import Viewer
from domain.errors import (
    CourseNotFound,
    LessonCancelled,
    LessonHasAttendance,
    LessonNotFound,
)
from domain.policy import Action

__all__ = ["LessonLine", "LessonPage", "LessonView", "PageView", "ScheduleView"]

PAGE_SIZE = 8
NEXT, HOLIDAYS = 5, 5

LOOK = Action.SEE_PEOPLE
"""What hosts, managers and all admins may, and assistants may not."""


@dataclass(frozen=True)
class ScheduleView:
    course: Course
    is_mine: bool
    """The viewer may change it."""
    upcoming: LessonPage
    holidays: Sequence[Holiday]
    """The next of them, while the course lasts."""


@dataclass(frozen=True)
class PageView:
    course: Course
    is_mine: bool
    page: LessonPage
    is_past: bool


@dataclass(frozen=True)
class LessonView:
    course: Course
    is_mine: bool
    line: LessonLine

    @property
    def lesson(self) -> Lesson:
        return self.line.lesson


async def schedule(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> ScheduleView:
    course, is_mine = await _see(session, viewer, course_id)
    upcoming = await lesson_pages.page(
        session, course_id, is_past=False, number=0, size=NEXT, now=now
    )
    free = await lesson_pages.holidays(session, since=now, limit=HOLIDAYS)
    last = course.end_date
    return ScheduleView(course, is_mine, upcoming, [it for it in free if last and it.day <= last])


async def page(
    session: AsyncSession,
    viewer: Viewer,
    *,
    course_id: int,
    number: int,
    is_past: bool,
    now: datetime,
) -> PageView:
    course, is_mine = await _see(session, viewer, course_id)
    found = await lesson_pages.page(
        session, course_id, is_past=is_past, number=number, size=PAGE_SIZE, now=now
    )
    return PageView(course, is_mine, found, is_past)


async def card(session: AsyncSession, viewer: Viewer, *, lesson_id: int) -> LessonView:
    line = await lesson_pages.line(session, lesson_id)
    if line is None:
        raise LessonNotFound
    try:
        course, is_mine = await _see(session, viewer, line.lesson.course_id)
    except CourseNotFound as error:
        raise LessonNotFound from error
    return LessonView(course, is_mine, line)


async def hosts(
    session: AsyncSession, viewer: Viewer, *, lesson_id: int
) -> tuple[LessonView, Sequence[tuple[int, str]]]:
    """Who can give it, by name."""
    seen = await card(session, viewer, lesson_id=lesson_id)
    await policy.see_course(session, viewer, Action.EDIT, course_id=seen.course.id)
    team = await lesson_pages.hosts(session, seen.course.id)
    return seen, [(user_id, name) for user_id, name, _ in team]


async def mine(session: AsyncSession, viewer: Viewer, *, lesson_id: int) -> LessonView:
    """A lesson that the viewer may change."""
    lesson = await lessons.get(session, lesson_id)
    if lesson is not None:
        try:
            await policy.see_course(session, viewer, Action.EDIT, course_id=lesson.course_id)
        except CourseNotFound as error:
            raise LessonNotFound from error
    return await card(session, viewer, lesson_id=lesson_id)


async def movable(session: AsyncSession, viewer: Viewer, *, lesson_id: int) -> LessonView:
    """One that takes place and on which nobody was marked."""
    seen = await mine(session, viewer, lesson_id=lesson_id)
    if seen.line.is_marked:
        raise LessonHasAttendance
    if seen.lesson.status is LessonStatus.CANCELLED:
        raise LessonCancelled
    return seen


async def _see(session: AsyncSession, viewer: Viewer, course_id: int) -> tuple[Course, bool]:
    found = await courses.seen(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    course, part = found
    policy.ensure(viewer.role, part, LOOK)
    return course, policy.can(viewer.role, part, Action.EDIT)
