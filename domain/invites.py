"""One-time links that give a role."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Invite, Role
from db.queries import invites, users
from domain import journal, roles
from domain.actor import Actor
from domain.errors import InviteNotOpen

LIFETIME = timedelta(days=1)


async def issue_for_first_admin(session: AsyncSession, *, now: datetime) -> Invite:
    """A link for whoever runs the server: the same for all processes that start together."""
    still_good = await invites.of_operator(session, Role.ADMIN, until=now + LIFETIME / 2)
    return still_good or await issue(session, Role.ADMIN, now=now)


async def issue(session: AsyncSession, role: Role, *, now: datetime) -> Invite:
    """A link of the operator's, which gives the role to the first who accepts."""
    invite = Invite(role=role, expires_at=now + LIFETIME)
    session.add(invite)
    await session.flush()
    journal.note(session, None, "issue_invite", invite, now=now, role=role)
    return invite


async def look(session: AsyncSession, *, public_id: int, now: datetime) -> Invite:
    """What the link offers, for its opener to read before they accept."""
    invite = await invites.by_public_id(session, public_id)
    if invite is None or not invite.is_open(now):
        raise InviteNotOpen
    return invite


def role_of(invite: Invite) -> Role:
    assert invite.role is not None
    return invite.role


async def accept(session: AsyncSession, actor: Actor, *, public_id: int, now: datetime) -> Role:
    """The role that the actor has now. Once only; a link never takes anything away."""
    invite = await invites.lock(session, public_id)
    if invite is not None and invite.used_by == actor.id:
        return actor.role
    if invite is None or not invite.is_open(now):
        raise InviteNotOpen
    user = await users.lock(session, actor.id)
    assert user is not None
    invite.used_at, invite.used_by = now, actor.id
    before, role = user.role, max(user.role, role_of(invite), key=lambda role: role.rank)
    journal.note(session, actor, "accept_invite", invite, now=now, role=[before, role])
    await roles.become(session, user, role, now=now)
    return role
