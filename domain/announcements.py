"""Announcements as those see them who may write to the people of a course, or to everybody."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, AnnouncementStatus, Course, CourseStatus, Lesson, Role
from db.queries import announced, announcements, courses, lessons, recipients
from db.queries.announced import Report
from db.queries.announcements import Line, Page
from db.queries.recipients import Audience, Reach, Whom
from domain import announcers, policy, posts
from domain.actor import Service, Viewer
from domain.campus import Campus
from domain.errors import AnnouncementNotFound, CourseNotFound
from domain.policy import Action
from domain.posts import Content
from domain.quiet_hours import PRESSING

__all__ = ["Audience", "Line", "Page", "Reach", "Report", "Whom"]

PAGE_SIZE = 6

BEGUN = {AnnouncementStatus.SENDING, AnnouncementStatus.SENT, AnnouncementStatus.STOPPED}
OPEN = {AnnouncementStatus.DRAFT, AnnouncementStatus.SCHEDULED}

OF_LESSON = {Whom.CAME, Whom.MISSED}
OF_COURSE = {Whom.ALL, Whom.REGISTERED, Whom.WAITING, *OF_LESSON}
GROWING = {Whom.ALL, Whom.REGISTERED, Whom.WAITING}
"""To which people join."""
NEWS = {Whom.EVERYBODY, Whom.NEWCOMERS}


class Part(StrEnum):
    """What of an announcement is asked for."""

    WORDS = "w"
    BUTTON = "b"
    WHOM = "p"
    LATE = "l"
    TIME = "t"


@dataclass(frozen=True)
class Seen:
    announcement: Announcement
    course: Course | None = None
    author_name: str | None = None
    lesson: Lesson | None = None
    """That they came to, or missed."""
    reach: Reach | None = None
    """Until it begins to go out."""
    report: Report | None = None
    """From then on."""
    change: Report | None = None
    """Of the last time that it was changed or recalled."""
    is_due: bool = False
    """Its moment has come, and it is about to go out."""
    may_change: bool = True

    @property
    def id(self) -> int:
        return self.announcement.id

    @property
    def status(self) -> AnnouncementStatus:
        return self.announcement.status

    @property
    def content(self) -> Content:
        return content_of(self.announcement)

    @property
    def audience(self) -> Audience:
        return audience_of(self.announcement)

    @property
    def can_grow(self) -> bool:
        return self.audience.whom in GROWING and not self.announcement.is_card


@dataclass(frozen=True)
class Listed:
    course: Course | None
    page: Page
    may_send_card: bool = False


async def look(
    session: AsyncSession,
    viewer: Viewer | Service,
    campus: Campus,
    announcement_id: int,
    now: datetime,
) -> Seen:
    it = await announcements.get(session, announcement_id)
    if it is None:
        raise AnnouncementNotFound
    course = await announcers.see(session, viewer, it)
    seen = await of(session, campus, it, course, now)
    return replace(seen, may_change=await announcers.may_change(session, viewer, it))


async def of(
    session: AsyncSession,
    campus: Campus,
    it: Announcement,
    course: Course | None,
    now: datetime,
) -> Seen:
    """With what there is to know of it."""
    audience = audience_of(it)
    is_open = it.status in OPEN
    zone = campus.tz.key
    lesson_id = audience.lesson_id
    return Seen(
        it,
        course,
        await announcements.author_name(session, it),
        await lessons.get(session, lesson_id) if lesson_id else None,
        await recipients.reach(session, audience, zone, now=now) if is_open else None,
        None if is_open else await announced.report(session, it.id),
        await announced.report_of_change(session, it.id, it.edition) if it.edition else None,
        is_due(it, now),
    )


async def of_course(
    session: AsyncSession, viewer: Viewer, *, course_id: int, number: int, now: datetime
) -> Listed:
    found = await courses.seen(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    course, part = found
    policy.ensure(viewer.role, part, Action.EDIT)
    may_aim = policy.can(viewer.role, part, Action.AIM)
    is_open = course.status is CourseStatus.PUBLISHED and not course.is_enrolling_over(now)
    page = await announcements.of_course(
        session, course_id, viewer.id or 0, number, size=PAGE_SIZE
    )
    return Listed(course, page, may_send_card=may_aim and is_open)


async def mine(session: AsyncSession, viewer: Viewer, *, number: int) -> Listed:
    """One's own; an admin's, with those that are about no course."""
    is_admin = viewer.role is Role.ADMIN
    page = await announcements.mine(
        session, viewer.id or 0, number, size=PAGE_SIZE, with_general=is_admin
    )
    return Listed(None, page)


def is_news(it: Announcement) -> bool:
    """Who does not want any does not get it."""
    audience = audience_of(it)
    return audience.whom in NEWS or audience.role is Role.PARTICIPANT


def is_due(it: Announcement, now: datetime) -> bool:
    is_waiting = it.status is AnnouncementStatus.SCHEDULED
    return is_waiting and it.send_at is not None and it.send_at <= now


def has_words(it: Announcement) -> bool:
    """They go with their author; a card has those of its course."""
    return it.is_card or not content_of(it).is_empty


def content_of(it: Announcement) -> Content:
    return posts.of_stored(it.content)


def audience_of(it: Announcement) -> Audience:
    if it.is_card:
        return Audience(Whom.NEWCOMERS, it.course_id)
    kept = it.audience
    role = Role(kept["role"]) if kept.get("role") else None
    return Audience(Whom(kept["whom"]), it.course_id, kept.get("lesson_id"), role)


def stored(audience: Audience) -> dict[str, Any]:
    kept = {"lesson_id": audience.lesson_id, "role": audience.role}
    return {"whom": audience.whom} | {name: it for name, it in kept.items() if it is not None}


async def quiet_zone(
    session: AsyncSession, campus: Campus, course_id: int | None, now: datetime
) -> str | None:
    """Whose quiet hours hold; none where a lesson of the course begins so soon that they do
    not."""
    until = now + PRESSING
    if course_id and await lessons.begins(session, course_id, None, since=now, until=until):
        return None
    return campus.tz.key
