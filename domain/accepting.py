"""The other end of a one-time link: whoever opens it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, Invite, Role, StaffPart, User
from db.queries import courses, invites, users
from db.queries import staff as members
from db.queries.invites import InviteView
from db.session import Conflict
from domain import deliveries, journal, registered, roles, staff
from domain.actor import Actor, Viewer
from domain.errors import InviteOfOwn, RoleHeld
from domain.invites import ensure_open, found

__all__ = ["InviteView"]


@dataclass(frozen=True)
class Standing:
    """What the taker of a link is today."""

    role: Role
    part: StaffPart | None
    """In the course of the link."""

    def is_given_by(self, invite: Invite) -> bool:
        if invite.user_id is not None:
            return True
        return self.part is invite.part if invite.part else self.role is invite.role


Gained = dict[str, Any]
"""As the history notes it: before and after."""


async def look(
    session: AsyncSession, viewer: Viewer, *, public_id: int, now: datetime
) -> InviteView:
    """What the link offers, for its opener to read before they accept, or why not to them."""
    seen = await found(session, public_id)
    if not seen.is_taken_by(viewer.id):
        ensure_open(seen, now)
        await _ensure_for(session, viewer, seen.invite)
    return seen


async def accept(
    session: AsyncSession, actor: Actor, *, public_id: int, now: datetime
) -> InviteView:
    """Have what the link gives. Once only; a link never takes anything away."""
    seen = await _hold(session, public_id)
    if seen.is_taken_by(actor.id):
        return seen
    ensure_open(seen, now)
    invite = seen.invite
    taker, gained = await _give(session, actor, invite, now)
    invite.used_at, invite.used_by = now, taker.id
    journal.note(session, replace(actor, id=taker.id), "accept_invite", invite, now=now, **gained)
    await _tell_maker(session, invite, now)
    return seen


async def standing(session: AsyncSession, viewer: Viewer, seen: InviteView) -> Standing:
    """Of whoever has taken it; others may have changed that since."""
    taker = await users.get(session, seen.invite.used_by) if seen.invite.used_by else None
    if taker is None:
        return Standing(viewer.role, None)
    member = await members.get(session, seen.course.id, taker.id) if seen.course else None
    return Standing(taker.role, member.part if member else None)


async def accepted(session: AsyncSession, *, public_id: int) -> InviteView:
    """For telling its maker."""
    return await found(session, public_id)


async def _hold(session: AsyncSession, public_id: int) -> InviteView:
    """The link, and before it its course; what was read before may be out of date."""
    seen = await found(session, public_id)
    if seen.course is not None:
        await courses.lock_in_order(session, [seen.course.id])
    await invites.lock(session, public_id)
    return await found(session, public_id)


async def _ensure_for(session: AsyncSession, person: courses.Viewer, invite: Invite) -> None:
    """Refuse whom it is not for."""
    if person.id is not None and person.id == invite.created_by:
        raise InviteOfOwn
    if invite.user_id is not None:
        await registered.ensure_free(session, invite.user_id)
        await registered.ensure_newcomer(session, person)
    elif invite.part is not None and invite.course_id is not None:
        await staff.ensure_may_have(session, person, invite.part, course_id=invite.course_id)
    elif person.id is not None:
        _ensure_news(person, invite)


async def _give(
    session: AsyncSession, actor: Actor, invite: Invite, now: datetime
) -> tuple[User, Gained]:
    """Who has it, held, and what of it is new."""
    if invite.created_by == actor.id:
        raise InviteOfOwn
    if invite.user_id is not None:
        profile = await registered.become(session, actor, invite.user_id, now=now)
        return profile, {"user_id": profile.id}
    user = await users.lock(session, actor.id)
    if user is None or user.erased_at is not None:
        raise Conflict
    if invite.part is not None:
        return user, await _give_part(session, user, invite, now)
    return user, await _give_role(session, user, invite, now)


async def _give_part(session: AsyncSession, user: User, invite: Invite, now: datetime) -> Gained:
    assert invite.part is not None
    assert invite.course_id is not None
    role, course_id = user.role, invite.course_id
    part = await staff.give(session, user, invite.part, course_id=course_id, now=now)
    gained = {"part": [part, invite.part], "course_id": course_id}
    return gained if user.role is role else gained | {"role": [role, user.role]}


async def _give_role(session: AsyncSession, user: User, invite: Invite, now: datetime) -> Gained:
    assert invite.role is not None
    _ensure_news(user, invite)
    before = user.role
    await roles.become(session, user, invite.role, now=now)
    return {"role": [before, invite.role]}


def _ensure_news(person: courses.Viewer, invite: Invite) -> None:
    if invite.role is not None and invite.role.rank <= person.role.rank:
        raise RoleHeld


async def _tell_maker(session: AsyncSession, invite: Invite, now: datetime) -> None:
    if invite.created_by is None:
        return
    told = deliveries.notice(
        DeliveryKind.INVITE_ACCEPTED,
        user_id=invite.created_by,
        key=str(invite.id),
        now=now,
        public_id=invite.public_id,
    )
    await deliveries.owe(session, [told])
