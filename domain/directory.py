"""People, as programs register, list and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CourseStaff, Role, User
from db.queries import directory, users
from db.queries.directory import PeopleFilter
from db.session import Conflict
from domain import acquaintance, erasure, journal, people, profile
from domain.actor import Actor, Service, Viewer
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import AdminsOnly, AlreadyRegistered, PersonNotFound, ScopeMissing
from domain.profile import Field

__all__ = ["Change", "NewPerson", "PeopleFilter"]

LARGEST_UID = 2**52
"""Telegram's own limit for ids."""


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody before they come to the chat."""

    words: Mapping[Field, str | None]
    """The name at least."""
    role: Role = Role.PARTICIPANT
    uid: int | None = None
    """Their Telegram id."""


@dataclass(frozen=True)
class Change:
    """Everything that one request wants to be another."""

    words: Mapping[Field, str | None] = field(default_factory=dict)
    role: Role | None = None


async def register(
    session: AsyncSession, author: Author, campus: Campus, *, person: NewPerson, now: datetime
) -> User:
    """Write somebody down. With their Telegram id the bot knows them when they first write;
    otherwise a link bound to them lets them in."""
    _ensure_may_register(author, person.role)
    words = profile.read(person.words)
    await profile.ensure_possible(session, words)
    is_operators = person.uid is not None and person.uid in campus.admin_ids
    role = Role.ADMIN if is_operators else person.role
    user = await users.add(session, telegram_id=person.uid, role=role, **words)
    if user is None:
        raise await _already(session, author, telegram_id=person.uid, email=words.get("email"))
    journal.note(session, author, "register", user, now=now, role=user.role)
    return user


def chosen(typed: str | None, role: Role | None) -> PeopleFilter:
    """What to look for, of what was typed; nobody, where there is no word in it."""
    return PeopleFilter(None if typed is None else people.words_of(typed), role)


async def listed(
    session: AsyncSession,
    asker: Viewer | Service,
    which: PeopleFilter,
    *,
    after_id: int,
    limit: int,
) -> Sequence[User]:
    """By id. For admins, and for services: those of some courses see the people of these."""
    if asker.role is not Role.ADMIN:
        raise AdminsOnly
    if which.words == ():
        return []
    return await directory.page(
        session, which, course_ids=asker.course_ids, after_id=after_id, limit=limit
    )


async def seen(session: AsyncSession, asker: Viewer | Service, *, user_id: int) -> User:
    """Oneself; anybody, for those who may list them. Others do not exist for the asker."""
    if asker.role is not Role.ADMIN and asker.id != user_id:
        raise PersonNotFound
    found = await directory.one(session, user_id, course_ids=asker.course_ids)
    if found is None:
        raise PersonNotFound
    return found


async def parts(session: AsyncSession, actor: Actor) -> Sequence[CourseStaff]:
    """The actor's own, by course."""
    return await directory.parts_of(session, actor.id)


async def change(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    user_id: int,
    change: Change,
    now: datetime,
) -> User:
    """The role first: its change locks courses, which come before people."""
    user = await _to_change(session, author, user_id)
    if change.role is not None and change.role is not user.role:
        _ensure_has_scope(author)
        await people.change_role(
            session, author, campus, user_id=user_id, role=change.role, now=now
        )
    return await profile.write_all(session, author, user_id=user_id, words=change.words, now=now)


async def erase(
    session: AsyncSession, author: Author, campus: Campus, *, user_id: int, now: datetime
) -> None:
    """Oneself, or another who is no admin."""
    await _to_change(session, author, user_id)
    if author.id == user_id:
        await erasure.erase(session, author, user_id=user_id, now=now)
    else:
        await people.erase(session, author, campus, user_id=user_id, now=now)


async def _to_change(session: AsyncSession, author: Author, user_id: int) -> User:
    user = await seen(session, author, user_id=user_id)
    if author.course_ids is not None:
        # People are of all the courses that they take, and not only of those.
        raise AdminsOnly
    if user.role is not Role.PARTICIPANT:
        _ensure_has_scope(author)
    return user


def _ensure_may_register(author: Author, role: Role) -> None:
    if author.role is not Role.ADMIN:
        raise AdminsOnly
    if role is not Role.PARTICIPANT:
        _ensure_has_scope(author)
        if author.course_ids is not None:
            raise AdminsOnly


def _ensure_has_scope(author: Author) -> None:
    """For roles, which make admins too."""
    if isinstance(author, Service) and Scope.USERS_ROLES not in author.scopes:
        raise ScopeMissing(Scope.USERS_ROLES)


async def _already(
    session: AsyncSession, author: Author, **unique: Any
) -> AlreadyRegistered | Conflict:
    user_id = await directory.id_of(session, **unique)
    if user_id is None:
        # Who has just been erased is in nobody's way.
        return Conflict()
    is_known = await acquaintance.knows(session, author, user_id)
    return AlreadyRegistered(user_id if is_known else None)
