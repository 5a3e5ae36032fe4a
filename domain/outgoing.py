"""What the clock does with announcements. All it knows is in the database."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, AnnouncementStatus, CourseStatus
from db.queries import announcement_progress as progress
from db.queries import courses, recipients, users
from db.queries import outgoing as rows
from domain import announcements, recalling
from domain.campus import Campus

BELATED = timedelta(days=7)
"""A course that is published, or a process that is up, so much later still announces."""

SHOWN = timedelta(minutes=2)
"""After its end it may still have to be said how it ended."""


async def due(session: AsyncSession, *, now: datetime) -> Sequence[int]:
    """The ids of those that are to begin, with the cards of courses whose day has come."""
    await rows.plan_cards(session, since=now - BELATED, now=now)
    return await rows.due(session, now=now)


async def begin(
    session: AsyncSession, campus: Campus, announcement_id: int, *, now: datetime
) -> None:
    """Owe it to everybody for whom it is now, unless somebody else has begun it."""
    it = await rows.take_due(session, announcement_id, now=now)
    if it is None:
        return
    if await _is_gone(session, it):
        it.status, it.started_at, it.ended_at = AnnouncementStatus.STOPPED, now, now
        return
    it.status, it.started_at = AnnouncementStatus.SENDING, now
    await session.flush()
    await _owe(session, campus, it, now)
    if it.author_id is not None:
        await progress.owe(session, it.id, it.author_id, now=now)


async def go_on(session: AsyncSession, *, now: datetime) -> None:
    """To those who had it before it was changed; and whether all is sent."""
    await recalling.follow_all(session, now=now)
    await rows.finish(session, now=now)
    await progress.renew(session, since=now - SHOWN, now=now)


async def welcome(session: AsyncSession, campus: Campus, *, now: datetime) -> None:
    """Those who have joined since it went out."""
    for it in await rows.open_to_late(session, now=now):
        await _owe(session, campus, it, now)


async def _owe(session: AsyncSession, campus: Campus, it: Announcement, now: datetime) -> None:
    zone = await announcements.quiet_zone(session, campus, it.course_id, now)
    audience = announcements.audience_of(it)
    await recipients.owe(session, it.id, audience, now=now, zone=zone)


async def _is_gone(session: AsyncSession, it: Announcement) -> bool:
    """The course was deleted since, or the words with their author; or the author was shut out,
    and nobody has said since that it shall go on."""
    author = await users.get(session, it.author_id) if it.author_id else None
    is_first = it.started_at is None
    if is_first and author is not None and author.blocked_at is not None:
        return True
    if it.course_id is not None:
        course = await courses.get(session, it.course_id)
        if course is None or course.deleted_at is not None:
            return True
        if it.is_card:
            return course.status is not CourseStatus.PUBLISHED
    return not announcements.has_words(it)
