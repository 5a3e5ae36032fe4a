"""An announcement, for the messages that bring it to people and tell of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement
from db.queries import announced, announcements, courses, recipients
from db.queries.announced import Report
from domain.actor import Actor
from domain.announcements import audience_of, content_of, is_news

__all__ = ["Report", "content_of", "is_news"]


async def find(session: AsyncSession, payload: Mapping[str, Any]) -> Announcement | None:
    """The one that a delivery is about, unless it was deleted."""
    return await announcements.get(session, payload["announcement_id"])


async def is_for(session: AsyncSession, it: Announcement, reader: Actor) -> bool:
    """Not for who has left the course since it was owed to them, or wants no news any more."""
    return await recipients.is_among(session, audience_of(it), reader.id)


async def course_name(session: AsyncSession, it: Announcement) -> str | None:
    """Of the course that it is about, unless that was deleted."""
    course = await courses.get(session, it.course_id) if it.course_id else None
    return course.name if course and course.deleted_at is None else None


async def report(session: AsyncSession, it: Announcement) -> Report:
    return await announced.report(session, it.id)
