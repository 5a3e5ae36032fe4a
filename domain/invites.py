"""One-time links that give a role, a part in a course, or a profile made through the API."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Invite, Role, StaffPart
from db.models.base import random_id
from db.queries import invites
from db.queries.invites import InvitePage, InviteView
from domain import journal, policy, registered, staff
from domain.actor import Actor, Viewer
from domain.errors import (
    AdminsOnly,
    InviteRevoked,
    InviteUsed,
    LinkExpired,
    LinkNotValid,
)
from domain.policy import Action

__all__ = ["InvitePage", "InviteView", "Lifetime", "Terms"]

LIFETIME = timedelta(days=1)
"""Of the operator's links."""

PAGE_SIZE = 8


class Lifetime(IntEnum):
    """How long a link is good, in days."""

    DAY = 1
    WEEK = 7
    MONTH = 30

    @property
    def span(self) -> timedelta:
        return timedelta(days=self)


@dataclass(frozen=True)
class Terms:
    """On what terms a link is made."""

    public_id: int = field(default_factory=random_id)
    """Drawn before the link is asked for, so that the second tap asks for the same one."""
    lifetime: Lifetime = Lifetime.WEEK


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


async def issue_for_role(
    session: AsyncSession, actor: Actor, *, role: Role, terms: Terms, now: datetime
) -> InviteView:
    _ensure_admin(actor)
    return await _issue(session, actor, terms, now, role=role)


async def issue_for_part(
    session: AsyncSession,
    actor: Actor,
    *,
    course_id: int,
    part: StaffPart,
    terms: Terms,
    now: datetime,
) -> InviteView:
    await policy.lock_course(session, actor, Action.STAFF, course_id=course_id)
    return await _issue(session, actor, terms, now, part=part, course_id=course_id)


async def issue_for_user(
    session: AsyncSession, actor: Actor | None, *, user_id: int, terms: Terms, now: datetime
) -> InviteView:
    """A link by which a newcomer becomes a profile made through the API. None is the operator."""
    if actor is not None:
        _ensure_admin(actor)
    await registered.ensure_free(session, user_id)
    return await _issue(session, actor, terms, now, user_id=user_id)


async def open_for_roles(
    session: AsyncSession, viewer: Viewer, *, page: int, now: datetime
) -> InvitePage:
    """Of all admins and the operator, newest first."""
    _ensure_admin(viewer)
    return await invites.page_of_open(session, None, page, size=PAGE_SIZE, now=now)


async def open_for_course(
    session: AsyncSession, viewer: Viewer, *, course_id: int, page: int, now: datetime
) -> tuple[Course, InvitePage]:
    """Newest first, for those who choose its team."""
    course = await staff.chosen_by(session, viewer, course_id=course_id, now=now)
    return course, await invites.page_of_open(session, course_id, page, size=PAGE_SIZE, now=now)


async def inspect(
    session: AsyncSession, viewer: Viewer, *, public_id: int, now: datetime
) -> InviteView:
    """An open link, for those who may give what it gives."""
    seen = await _hold(session, viewer, public_id)
    ensure_open(seen, now)
    return seen


async def revoke(
    session: AsyncSession, actor: Actor, *, public_id: int, now: datetime
) -> InviteView:
    """Take a link back that nobody has accepted. The second time changes nothing."""
    seen = await _hold(session, actor, public_id)
    invite = seen.invite
    if invite.used_at is not None:
        raise InviteUsed
    if invite.revoked_at is None:
        invite.revoked_at = now
        journal.note(session, actor, "revoke_invite", invite, now=now, **purpose(invite))
    return seen


def ensure_open(seen: InviteView, now: datetime) -> None:
    if seen.invite.used_at is not None:
        raise InviteUsed
    if seen.invite.revoked_at is not None or not seen.is_backed:
        raise InviteRevoked
    if not seen.invite.is_open(now):
        raise LinkExpired


def purpose(invite: Invite) -> dict[str, Any]:
    """What it gives, as the history notes it."""
    given = {name: getattr(invite, name) for name in ("role", "part", "course_id", "user_id")}
    return {name: value for name, value in given.items() if value is not None}


async def found(session: AsyncSession, public_id: int) -> InviteView:
    seen = await invites.view(session, public_id)
    if seen is None:
        raise LinkNotValid
    return seen


async def _hold(session: AsyncSession, viewer: Viewer, public_id: int) -> InviteView:
    """The link, and before it its course, if the viewer may give what it gives."""
    seen = await found(session, public_id)
    if seen.course is None:
        _ensure_admin(viewer)
    else:
        await policy.lock_course(session, viewer, Action.STAFF, course_id=seen.course.id)
    await invites.lock(session, public_id)
    return seen


async def _issue(
    session: AsyncSession, actor: Actor | None, terms: Terms, now: datetime, **gives: Any
) -> InviteView:
    maker_id, expires_at = actor.id if actor else None, now + terms.lifetime.span
    made = {"public_id": terms.public_id, "created_by": maker_id, "expires_at": expires_at}
    invite = await invites.add(session, **made, **gives)
    if invite is not None:
        journal.note(session, actor, "issue_invite", invite, now=now, **gives)
    seen = await found(session, terms.public_id)
    if seen.invite.created_by != maker_id:
        # A forged button that names somebody else's link.
        raise LinkNotValid
    return seen


def _ensure_admin(viewer: Viewer) -> None:
    if viewer.role is not Role.ADMIN:
        raise AdminsOnly
