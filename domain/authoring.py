"""Courses are made, changed, published and ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, Role, StaffPart
from domain import (
    details,
    ending,
    journal,
    policy,
    publishing,
    reminder_rules,
    timetable,
    waitlist,
)
from domain.actor import Actor, Service, Viewer
from domain.campus import Campus
from domain.details import Details
from domain.errors import AdminsOnly, CourseChanged, StatusNotPossible
from domain.policy import Action

Author = Actor | Service

STEPS: dict[CourseStatus, set[CourseStatus]] = {
    CourseStatus.DRAFT: {CourseStatus.PUBLISHED, CourseStatus.ARCHIVED},
    CourseStatus.PUBLISHED: {CourseStatus.FINISHED, CourseStatus.ARCHIVED},
    CourseStatus.FINISHED: {CourseStatus.PUBLISHED, CourseStatus.ARCHIVED},
    CourseStatus.ARCHIVED: {CourseStatus.FINISHED},
}
"""What may become of a course. A published one has people, and is no draft again."""


async def create(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    now: datetime,
    **fields: Unpack[Details],
) -> Course:
    """A draft. An admin who makes it manages it; what a service makes nobody manages yet."""
    if author.role is not Role.ADMIN or (
        isinstance(author, Service) and author.course_ids is not None
    ):
        raise AdminsOnly
    course = Course(taken=0, schedule=[], status=CourseStatus.DRAFT)
    made = details.write(course, fields)
    session.add(course)
    await session.flush()
    if isinstance(author, Actor):
        session.add(CourseStaff(course_id=course.id, user_id=author.id, part=StaffPart.MANAGER))
    session.add_all(reminder_rules.usual(course, now=now))
    found = await timetable.follow(session, course, campus.tz, now=now)
    journal.note(session, author, "create_course", course, now=now, **made, **found.told)
    return course


async def edit(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    course_id: int,
    now: datetime,
    version: int | None = None,
    **fields: Unpack[Details],
) -> Course:
    """Change details of a course. More seats, or more time, go to those who wait at once.

    With a version: only if nobody has changed the course since.
    """
    course = await policy.lock_course(session, author, Action.EDIT, course_id=course_id)
    ensure_version(course, version)
    if details.concerns_everybody(course, fields):
        await policy.lock_course(session, author, Action.AIM, course_id=course_id)
    changed = details.write(course, fields)
    if not changed:
        return course
    course.version += 1
    if details.makes_lessons(changed):
        found = await timetable.follow(session, course, campus.tz, now=now)
        changed = {**changed, **found.told}
    if "start_date" in changed and course.status is CourseStatus.PUBLISHED:
        await publishing.ensure_ready(session, course, now=now)
    journal.note(session, author, "change_course", course, now=now, **changed)
    await waitlist.promote(session, course, now=now)
    return course


@dataclass(frozen=True)
class Change:
    """Everything that one request wants to be another."""

    fields: Details
    status: CourseStatus | None = None
    version: int | None = None


async def change_all(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    course_id: int,
    change: Change,
    now: datetime,
) -> Course:
    """Details first, so that a course is published as it is meant to be."""
    course = await edit(
        session,
        author,
        campus,
        course_id=course_id,
        now=now,
        version=change.version,
        **change.fields,
    )
    if change.status is None or change.status is course.status:
        return course
    return await move_on(
        session, author, campus, course_id=course_id, status=change.status, now=now
    )


async def move_on(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    course_id: int,
    status: CourseStatus,
    now: datetime,
) -> Course:
    """Publish, finish or archive it. Who waits for a course that takes nobody is told.

    A draft is published once people can be told when to come.
    """
    course = await policy.lock_course(session, author, Action.RUN, course_id=course_id)
    if course.status is status:
        return course
    if status not in STEPS[course.status]:
        raise StatusNotPossible
    if course.status is CourseStatus.DRAFT and status is CourseStatus.PUBLISHED:
        await publishing.ensure_ready(session, course, now=now)
    before = course.status
    set_status(session, author, course, status, now)
    if status is not CourseStatus.PUBLISHED:
        await ending.close(session, course, campus.tz, was=before, now=now)
    return course


@dataclass(frozen=True)
class Step:
    course_id: int
    was: CourseStatus
    """When it was asked: of a course that is another by now, something else would become."""
    status: CourseStatus


async def take(
    session: AsyncSession, author: Author, campus: Campus, step: Step, *, now: datetime
) -> Course:
    """The same, if the course is as it was then. Once more is no change."""
    course_id, status = step.course_id, step.status
    course = await policy.lock_course(session, author, Action.RUN, course_id=course_id)
    if course.status not in {step.was, status}:
        raise CourseChanged
    return await move_on(session, author, campus, course_id=course_id, status=status, now=now)


async def moving(
    session: AsyncSession, viewer: Viewer, *, course_id: int, status: CourseStatus
) -> Course:
    """The course, for somebody who may make it that; nothing changes yet."""
    course = await policy.see_course(session, viewer, Action.RUN, course_id=course_id)
    if course.status is not status and status not in STEPS[course.status]:
        raise StatusNotPossible
    return course


def ensure_version(course: Course, version: int | None) -> None:
    if version is not None and version != course.version:
        raise CourseChanged


def set_status(
    session: AsyncSession,
    author: Author | None,
    course: Course,
    status: CourseStatus,
    now: datetime,
) -> None:
    """Whoever calls this holds the course, and tells its people."""
    before, course.status = course.status, status
    course.version += 1
    journal.note(session, author, "change_course", course, now=now, status=[before, status])
