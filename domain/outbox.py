"""How it stands with all that the bot has to say, for admins."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role
from db.queries import outbox, users
from db.queries.outbox import Ends, Failure, Waiting
from domain import journal
from domain.actor import Actor
from domain.errors import AdminsOnly

__all__ = ["Ends", "Failure", "Outbox", "Waiting"]

LATELY = timedelta(days=1)
"""What is in doubt or has failed for longer is of no use to anybody any more."""

MINUTE = timedelta(minutes=1)

FAILURES = 3
"""Kinds of them that are shown."""


@dataclass(frozen=True)
class Outbox:
    waiting: Waiting
    ends: Ends
    failures: list[Failure]


async def look(session: AsyncSession, actor: Actor, *, now: datetime) -> Outbox:
    """Today is that of the admin's own zone."""
    if actor.role is not Role.ADMIN:
        raise AdminsOnly
    midnight = now.astimezone(actor.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    ends = await outbox.ends(
        session, midnight=midnight, a_minute_ago=now - MINUTE, lately=now - LATELY
    )
    failures = await outbox.failures(session, since=now - LATELY, limit=FAILURES)
    return Outbox(await outbox.waiting(session, now=now), ends, list(failures))


async def send_again(session: AsyncSession, actor: Actor, *, now: datetime) -> int:
    """What may not have arrived, but for announcements: their authors decide on those. Each letter
    still asks whether there is anything to say. Returns how many; once is enough."""
    user = await users.lock(session, actor.id)
    if user is None or user.role is not Role.ADMIN:
        raise AdminsOnly
    count = await outbox.renew_doubtful(session, since=now - LATELY, now=now)
    if count:
        journal.note(session, actor, "send_again", user, now=now, count=count)
    return count
