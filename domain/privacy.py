"""What people may ask of their data: to see all of it. Erasing is in ``domain/erasure.py``."""

from datetime import date, datetime, time, tzinfo
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Consent, DeliveryKind, User
from db.queries import consents, privacy, users
from db.queries import deliveries as rows
from domain import deliveries
from domain.actor import Actor

Json = dict[str, Any]


async def consent_of(session: AsyncSession, actor: Actor) -> Consent | None:
    """None for who was never asked, because they were registered through the API."""
    return await consents.given(session, actor.id)


async def order_my_data(session: AsyncSession, actor: Actor, *, now: datetime) -> None:
    """Have the file made. While one is on its way, that is the one."""
    kind = DeliveryKind.MY_DATA
    last = await rows.last_settled(session, kind, user_id=actor.id)
    owed = deliveries.notice(kind, user_id=actor.id, key=f"{actor.id}:{last}", now=now)
    await deliveries.owe(session, [owed])


async def my_data(session: AsyncSession, actor: Actor, *, now: datetime) -> Json | None:
    """Everything that is kept about the actor, as JSON; times are of their zone."""
    user = await users.get(session, actor.id)
    if user is None or user.erased_at is not None:
        return None
    kept = await privacy.records(session, user)
    mine = {"made_at": now, "profile": profile(user), **kept}
    return {name: _plain(value, actor.tz) for name, value in mine.items()}


def profile(user: User) -> Json:
    return {
        "number": user.id,
        "telegram_id": user.telegram_id,
        "full_name": user.full_name,
        "study_group": user.study_group,
        "email": user.email,
        "role": user.role,
        "language": user.language,
        "time_zone": user.timezone,
        "wants_reminders": user.reminders_on,
        "wants_news": user.news_on,
        "quiet_from": user.quiet_from,
        "quiet_to": user.quiet_to,
        "messages_arrive": user.reachable,
        "registered_at": user.created_at,
        "last_seen_at": user.last_seen_at,
        "blocked_at": user.blocked_at,
        "reason_for_the_block": user.block_reason,
    }


def _plain(value: Any, tz: tzinfo) -> Any:
    match value:
        case dict():
            return {name: _plain(it, tz) for name, it in value.items()}
        case list() | tuple():
            return [_plain(it, tz) for it in value]
        case datetime():
            return value.astimezone(tz).isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return value
