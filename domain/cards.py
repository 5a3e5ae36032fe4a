"""A coming course is announced: everybody who wants news gets its card."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, AnnouncementStatus, Course, CourseStatus
from db.queries import announcements as rows
from db.queries import recipients
from db.queries.recipients import Audience, Reach, Whom
from domain import journal, policy
from domain.actor import Actor
from domain.authoring import Author
from domain.campus import Campus
from domain.courses import CourseView, view
from domain.errors import AnnouncementBegun, CardNotSent, CourseNotFound, NobodyToTell
from domain.policy import Action

AGAIN = timedelta(hours=1)
"""A second tap within it is no second announcement."""


@dataclass(frozen=True)
class Prepared:
    """What would be sent now."""

    course: Course
    reach: Reach
    was_announced: bool


async def prepare(
    session: AsyncSession, actor: Author, campus: Campus, *, course_id: int, now: datetime
) -> Prepared:
    course = await policy.see_course(session, actor, Action.AIM, course_id=course_id)
    _ensure_open(course, now)
    was = await rows.has_card(session, course_id, since=course.created_at)
    return Prepared(course, await _reach(session, campus, course_id, now), was)


async def send(
    session: AsyncSession, actor: Author, campus: Campus, *, course_id: int, now: datetime
) -> Announcement:
    """Now. The day that the course had for it is today then, so that it comes once."""
    course = await policy.lock_course(session, actor, Action.AIM, course_id=course_id)
    _ensure_open(course, now)
    if await rows.has_card(session, course_id, since=now - AGAIN):
        raise AnnouncementBegun
    reach = await _reach(session, campus, course_id, now)
    if not reach.people:
        raise NobodyToTell
    moved = _announce_at(course, now)
    it = Announcement(
        author_id=actor.id,
        course_id=course_id,
        is_card=True,
        audience={},
        content={},
        status=AnnouncementStatus.SCHEDULED,
        send_at=now,
    )
    session.add(it)
    await session.flush()
    told = {"announcement_id": it.id, "people": reach.people, **moved}
    journal.note(session, actor, "announce_course", course, now=now, **told)
    return it


async def seen_by(
    session: AsyncSession, reader: Actor, course_id: int, *, now: datetime
) -> CourseView | None:
    """The card, unless it is not theirs to see any more, or no news to them."""
    try:
        seen = await view(session, reader, course_id=course_id, now=now)
    except CourseNotFound:
        return None
    is_news = seen.mine is None and seen.part is None
    return seen if is_news and seen.course.status is CourseStatus.PUBLISHED else None


def _ensure_open(course: Course, now: datetime) -> None:
    if course.status is not CourseStatus.PUBLISHED or course.is_enrolling_over(now):
        raise CardNotSent


def _announce_at(course: Course, now: datetime) -> dict[str, list[str]]:
    """What of the course changes by it, for the history."""
    before = course.announce_at
    if before is None or before <= now:
        return {}
    course.announce_at = now
    course.version += 1
    return {"announce_at": [before.isoformat(), now.isoformat()]}


async def _reach(session: AsyncSession, campus: Campus, course_id: int, now: datetime) -> Reach:
    audience = Audience(Whom.NEWCOMERS, course_id)
    return await recipients.reach(session, audience, campus.tz.key, now=now)
