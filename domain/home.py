"""What people see first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role
from db.queries import home
from db.queries.home import Attention, Today, UpcomingLesson
from domain.actor import Actor, Viewer

__all__ = ["Attention", "Home", "Today", "UpcomingLesson", "is_assistant", "look"]

LATELY = timedelta(days=1)

SOON = timedelta(hours=1)
"""So long before a lesson people are on their way to it."""


@dataclass(frozen=True)
class Home:
    today: Today
    attention: Attention | None
    """Of admins only."""
    needs_pass: bool = False
    """A lesson that they take is on or soon."""


async def look(session: AsyncSession, actor: Actor, *, now: datetime) -> Home:
    """What is on and next for them; for an admin also what needs somebody to look at it."""
    today = await home.today(session, actor, now=now)
    taken = today.taken
    needs_pass = taken is not None and taken.starts_at <= now + SOON
    if actor.role is not Role.ADMIN:
        return Home(today, None, needs_pass)
    return Home(today, await home.attention(session, since=now - LATELY), needs_pass)


async def is_assistant(session: AsyncSession, viewer: Viewer) -> bool:
    """Whether they assist in some course that is not over."""
    return viewer.id is not None and await home.assists(session, viewer.id)
