"""Room codes shown in chats: which messages are renewed, and until when."""

import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind
from db.queries import live_rooms
from db.queries.live_rooms import Shown
from domain import codes, deliveries, room
from domain.actor import Actor, as_actor
from domain.campus import Campus
from domain.errors import DomainError
from domain.room import Room
from domain.tokens import STEPS, Kind, Signer

__all__ = ["Shown"]

STEP = STEPS[Kind.ROOM_CODE].total_seconds()
SPREAD = 4
"""Seconds over which the messages of all rooms are renewed after their code has changed."""

SOUGHT = 200
"""More rooms at once than there are in a university."""


@dataclass(frozen=True)
class Due:
    """A message whose code is old, and whose it is."""

    shown: Shown
    actor: Actor


async def follow(session: AsyncSession, shown: Shown) -> Sequence[int]:
    """Renew the message from now on; ids of those in the same chat in whose place it is."""
    return await live_rooms.put(session, shown)


async def forget(session: AsyncSession, chat_id: int, message_id: int) -> bool:
    """It shows something else, or is gone. Whether it was followed."""
    return await live_rooms.forget(session, chat_id, message_id)


async def due(
    session: AsyncSession, campus: Campus, without: Collection[int], *, limit: int, now: datetime
) -> list[Due]:
    """The oldest first, but for those chats."""
    found = await live_rooms.before(session, codes.room_step(now), limit=SOUGHT)
    old = [Due(it, as_actor(user, campus)) for it, user in found if is_due(it, now)]
    return [it for it in old if it.shown.chat_id not in without][:limit]


async def look(session: AsyncSession, it: Due, signer: Signer, *, now: datetime) -> Room | None:
    """What the message is to show. None: it is not the person's to see any more."""
    if it.actor.is_blocked:
        return None
    try:
        return await room.see(session, it.actor, signer, lesson_id=it.shown.lesson_id, now=now)
    except DomainError:
        return None


async def renewed(session: AsyncSession, shown: Shown, *, step: int) -> None:
    await live_rooms.renewed(session, shown, step=step)


async def end(session: AsyncSession, shown: Shown, *, now: datetime) -> None:
    """Renew it no more; the person is owed what came of the lesson, once."""
    if not await live_rooms.forget(session, shown.chat_id, shown.message_id):
        return
    kind, key = DeliveryKind.ROOM_CLOSED, f"{shown.chat_id}:{shown.message_id}"
    owed = deliveries.notice(
        kind, user_id=shown.user_id, key=key, now=now, lesson_id=shown.lesson_id
    )
    await deliveries.owe(session, [owed])


def is_due(shown: Shown, now: datetime) -> bool:
    """Each message has a moment of its own within the time that its code is shown."""
    own = zlib.crc32(f"{shown.chat_id}:{shown.message_id}".encode()) % SPREAD
    return now.timestamp() >= (shown.shown_step + 1) * STEP + own
