"""With which other services sign in. A token is shown once, and kept as its hash."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import ApiToken, Role
from db.queries import api_tokens
from db.queries.api_tokens import TokenPage, TokenView
from domain import journal
from domain.actor import Actor, Service
from domain.campus import Campus
from domain.errors import AdminsOnly, CourseNotFound, NotAuthenticated, TokenNotFound
from domain.names import label

__all__ = ["TokenPage", "TokenView"]

PREFIX = "kv_"
SECRET_BYTES = 32
NAME_LENGTH = 100
PAGE_SIZE = 8

USED = timedelta(minutes=10)
"""How exactly it is kept when a token was used last."""


class Scope(StrEnum):
    """What a service may do, on all courses or on those that its token lists. Buttons number
    them in this order: a new one comes last."""

    COURSES_READ = "courses:read"
    COURSES_WRITE = "courses:write"
    USERS_READ = "users:read"
    USERS_WRITE = "users:write"
    USERS_ROLES = "users:roles"
    ENROLLMENTS_READ = "enrollments:read"
    ENROLLMENTS_WRITE = "enrollments:write"
    ATTENDANCE_READ = "attendance:read"
    ATTENDANCE_WRITE = "attendance:write"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_WRITE = "feedback:write"
    LOGS_READ = "logs:read"
    ANNOUNCEMENTS_READ = "announcements:read"
    ANNOUNCEMENTS_WRITE = "announcements:write"


READING = tuple(it for it in Scope if it.endswith(":read"))
READING_AND_WRITING = tuple(it for it in Scope if it.endswith((":read", ":write")))
"""But for roles: who gives them may make admins."""


class Lifetime(IntEnum):
    """How long a token is good, in days."""

    MONTH = 30
    QUARTER = 90
    YEAR = 365
    ENDLESS = 0

    def end(self, now: datetime) -> datetime | None:
        return now + timedelta(days=self) if self else None


@dataclass(frozen=True)
class Grant:
    """What a token is to allow."""

    scopes: Collection[Scope]
    course_ids: Collection[int] | None = None
    """None: all courses."""
    expires_at: datetime | None = None


async def create(
    session: AsyncSession, actor: Actor | None, *, name: str, grant: Grant, now: datetime
) -> tuple[ApiToken, str]:
    """The token and its secret, which nobody can read again. None as the actor: the operator."""
    _ensure_admin(actor)
    course_ids = None if grant.course_ids is None else sorted(set(grant.course_ids))
    if course_ids is not None and not await _are_there(session, course_ids):
        raise CourseNotFound
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        name=label(name, NAME_LENGTH),
        token_hash=hashed(secret),
        scopes=sorted(set(grant.scopes)),
        course_ids=course_ids,
        created_by=actor.id if actor else None,
        expires_at=grant.expires_at,
    )
    session.add(token)
    await session.flush()
    journal.note(session, actor, "create_token", token, now=now, scopes=token.scopes)
    return token, secret


async def renew(session: AsyncSession, *, name: str, grant: Grant, now: datetime) -> str:
    """The secret of a token of the operator's; those that were called so open nothing any more."""
    for former in await api_tokens.named(session, name):
        await revoke(session, None, token_id=former.id, now=now)
    _, secret = await create(session, None, name=name, grant=grant, now=now)
    return secret


async def revoke(
    session: AsyncSession, actor: Actor | None, *, token_id: int, now: datetime
) -> ApiToken:
    """From now on it opens nothing. Once is enough; a second time changes nothing."""
    _ensure_admin(actor)
    token = await api_tokens.lock(session, token_id)
    if token is None:
        raise TokenNotFound
    if token.revoked_at is None:
        token.revoked_at = now
        journal.note(session, actor, "revoke_token", token, now=now)
    return token


async def of_everybody(session: AsyncSession, actor: Actor | None) -> Sequence[ApiToken]:
    """All that are not revoked, the newest first."""
    _ensure_admin(actor)
    return await api_tokens.unrevoked(session)


async def page(session: AsyncSession, actor: Actor, *, page: int) -> TokenPage:
    """Of the same."""
    _ensure_admin(actor)
    return await api_tokens.page(session, page, size=PAGE_SIZE)


async def inspect(session: AsyncSession, actor: Actor, *, token_id: int) -> TokenView:
    """One that is not revoked."""
    _ensure_admin(actor)
    seen = await api_tokens.view(session, token_id)
    if seen is None:
        raise TokenNotFound
    return seen


async def of(session: AsyncSession, service: Service) -> ApiToken:
    """With which the service has signed in."""
    return await session.get_one(ApiToken, service.token_id)


async def sign_in(session: AsyncSession, campus: Campus, *, secret: str, now: datetime) -> Service:
    token = await api_tokens.open_by_hash(session, hashed(secret), now=now)
    if token is None:
        raise NotAuthenticated
    if token.last_used_at is None or now - token.last_used_at > USED:
        await api_tokens.note_used(session, token.id, at=now)
    return Service(
        token_id=token.id,
        name=token.name,
        scopes=frozenset(token.scopes),
        course_ids=None if token.course_ids is None else frozenset(token.course_ids),
        language=campus.language,
        tz=campus.tz,
    )


def hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


async def _are_there(session: AsyncSession, course_ids: Sequence[int]) -> bool:
    """A token for no course at all would open nothing."""
    names = await api_tokens.names_of(session, course_ids)
    return bool(course_ids) and len(names) == len(course_ids)


def _ensure_admin(actor: Actor | None) -> None:
    if actor is not None and actor.role is not Role.ADMIN:
        raise AdminsOnly
