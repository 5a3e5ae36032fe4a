"""People are reminded of their lessons: as their courses say, and as they want themselves."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import due_reminders, reminders
from db.queries.due_reminders import Terms
from db.queries.reminders import Reminder
from domain.campus import Campus
from domain.deliveries import Parcel
from domain.quiet_hours import PRESSING
from domain.reminder_rules import LONGEST

__all__ = ["Reminder"]

DOUBTFUL = timedelta(minutes=15)
"""So shortly before the lesson nobody is told twice to be safe."""

LATE = timedelta(minutes=15)
"""A reminder that waited for longer, for a morning or for us,"""

TOGETHER = timedelta(minutes=30)
"""says nothing if another about the lesson comes so soon after it."""


async def plan(session: AsyncSession, campus: Campus, *, now: datetime) -> int:
    """Owe what has come due: how many. However often it is asked, each is owed once."""
    terms = Terms(campus.tz.key, farthest=LONGEST, pressing=PRESSING, doubtful=DOUBTFUL)
    return await due_reminders.plan(session, terms, now=now)


async def of_parcel(session: AsyncSession, parcel: Parcel, *, now: datetime) -> Reminder | None:
    """What it says now, if it still has anything to say."""
    if parcel.recipient is None:
        return None
    begins = parcel.payload["starts_at"]
    starts_at = datetime.fromtimestamp(begins, UTC)
    if starts_at <= now:
        return None
    before = timedelta(minutes=parcel.payload["before"])
    is_late = now - (starts_at - before) > LATE
    return await reminders.look(
        session,
        user_id=parcel.recipient.id,
        lesson_id=parcel.payload["lesson_id"],
        before=before,
        begins=begins,
        superseded_until=now + TOGETHER if is_late else now,
    )
