"""Courses of which one wants no reminders."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import enrollments, mutes
from db.queries.mutes import Remindable, RemindablePage
from domain import journal
from domain.actor import Actor
from domain.errors import NotEnrolled

__all__ = ["PAGE_SIZE", "Remindable", "RemindablePage", "mine", "mute"]

PAGE_SIZE = 8
"""Buttons as wide as the chat: as many as a phone shows at once."""


async def mine(session: AsyncSession, actor: Actor, *, page: int) -> RemindablePage:
    """The courses that one could be reminded of."""
    return await mutes.page(session, actor.id, number=page, size=PAGE_SIZE)


async def mute(
    session: AsyncSession, actor: Actor, *, course_id: int, is_muted: bool, now: datetime
) -> None:
    """Want no reminders of the course, or want them again."""
    enrollment = await enrollments.of(session, user_id=actor.id, course_id=course_id)
    if enrollment is None or not enrollment.status.is_live:
        raise NotEnrolled
    change, action = (mutes.mute, "mute_course") if is_muted else (mutes.unmute, "unmute_course")
    if await change(session, user_id=actor.id, course_id=course_id):
        journal.note(session, actor, action, enrollment, now=now)
