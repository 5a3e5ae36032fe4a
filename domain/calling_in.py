"""Others of the course's staff are asked to check people in at a lesson."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, User
from db.queries import staff, users
from db.queries.staff import Member
from domain import deliveries, journal, policy, room
from domain.actor import Actor
from domain.errors import CheckInNotOpen, MemberNotFound
from domain.policy import Action
from domain.room import Class, Phase

MOST = 30
"""Of a team, those who are offered: its managers and hosts come first."""


@dataclass(frozen=True)
class Helpers:
    at: Class
    members: Sequence[Member]
    """Without whoever asks."""
    can_invite: bool
    """Somebody new to the team."""


async def helpers(session: AsyncSession, actor: Actor, *, lesson_id: int) -> Helpers:
    found = await room.of(session, actor, lesson_id=lesson_id)
    team = await staff.page(session, found.course.id, 0, size=MOST)
    others = [it for it in team.members if it.user_id != actor.id]
    return Helpers(found, others, policy.can(actor.role, found.part, Action.STAFF))


async def call_in(
    session: AsyncSession, actor: Actor, *, lesson_id: int, user_id: int, now: datetime
) -> tuple[Member, bool]:
    """Ask one of the staff, once; whether it is news."""
    found = await room.of(session, actor, lesson_id=lesson_id)
    if room.phase_of(found, now) not in {Phase.AHEAD, Phase.OPEN}:
        raise CheckInNotOpen
    member = await staff.get(session, found.course.id, user_id)
    if member is None or user_id == actor.id:
        raise MemberNotFound
    kind, what = DeliveryKind.CALLED_IN, {"lesson_id": lesson_id, "by": actor.id}
    key = f"{lesson_id}:{user_id}:{actor.id}"
    owed = deliveries.notice(kind, user_id=user_id, key=key, now=now, **what)
    is_news = await deliveries.owe_new(session, owed)
    if is_news:
        journal.note(session, actor, "call_assistant", found.lesson, now=now, user_id=user_id)
    return member, is_news


async def called(
    session: AsyncSession, actor: Actor, *, lesson_id: int, by: int
) -> tuple[Class, User] | None:
    """For telling whoever was asked; none if it is not theirs any more."""
    found = await room.of(session, actor, lesson_id=lesson_id)
    asking = await users.get(session, by)
    return (found, asking) if asking else None
