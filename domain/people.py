"""Everybody, as admins see them, and what admins may do to them."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Role, StaffPart, User
from db.queries import courses, people, person, staff
from db.queries.people import Circle, PeoplePage, Search
from db.queries.person import CourseLine, PartLine, PersonCard
from db.session import Conflict
from domain import erasure, journal, names, roles, timetable
from domain.actor import Actor
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import (
    AdminsOnly,
    LastAdmin,
    NotOnOneself,
    PersonNotFound,
    RoleOfOperator,
    StillAdmin,
)

__all__ = ["Circle", "CourseLine", "PartLine", "PeoplePage", "PersonCard", "Search"]

PAGE_SIZE = 8

WORDS = 5
WORD = re.compile(r"\w(?:[\w@.+-]*\w)?")
"""Groups and addresses are words of their own; what stands around a word is not of it."""


async def find(session: AsyncSession, actor: Actor, *, search: Search) -> PeoplePage:
    _ensure_admin(actor.role)
    return await people.page(session, search, size=PAGE_SIZE)


async def card(session: AsyncSession, actor: Author, *, user_id: int, now: datetime) -> PersonCard:
    _ensure_admin(actor.role)
    found = await person.card(session, user_id, now=now)
    if found is None:
        raise PersonNotFound
    return found


async def to_appoint(
    session: AsyncSession, actor: Actor, campus: Campus, *, user_id: int, now: datetime
) -> PersonCard:
    """Somebody whose role the admin may change."""
    found = await card(session, actor, user_id=user_id, now=now)
    _ensure_may_appoint(actor, campus, found.user)
    return found


async def to_remove(
    session: AsyncSession, actor: Author, campus: Campus, *, user_id: int, now: datetime
) -> PersonCard:
    """Somebody whom the admin may block or erase."""
    found = await card(session, actor, user_id=user_id, now=now)
    ensure_may_remove(actor, campus, found.user)
    return found


async def change_role(
    session: AsyncSession,
    actor: Author,
    campus: Campus,
    *,
    user_id: int,
    role: Role,
    now: datetime,
) -> User:
    """Give another role. Parts in courses that it does not allow become lesser ones, or end."""
    _ensure_admin(actor.role)
    parts = await person.parts_of(session, user_id)
    held = await courses.lock_in_order(session, [it.course_id for it in parts])
    if actor.id is None and role is not Role.ADMIN:
        await _ensure_another_admin(session, user_id)
    user = await hold(session, actor, user_id)
    _ensure_may_appoint(actor, campus, user)
    if user.role is not role:
        await _fit_parts(session, actor, user, role, {it.id: it for it in held}, now)
        await roles.appoint(session, actor, user, role, now=now)
    return user


async def erase(
    session: AsyncSession, actor: Author, campus: Campus, *, user_id: int, now: datetime
) -> None:
    await to_remove(session, actor, campus, user_id=user_id, now=now)
    refuse = partial(ensure_may_remove, actor, campus)
    await erasure.erase(session, actor, user_id=user_id, now=now, refuse=refuse)


async def hold(session: AsyncSession, actor: Author, user_id: int) -> User:
    """The person, held for a change, by somebody who is held too and so stays an admin."""
    held = await person.lock(session, [it for it in (actor.id, user_id) if it is not None])
    if actor.id is not None:
        _ensure_admin(held[actor.id].role)
    user = held.get(user_id)
    if user is None or user.erased_at is not None:
        raise PersonNotFound
    return user


def ensure_may_remove(actor: Author, campus: Campus, user: User) -> None:
    _ensure_may_appoint(actor, campus, user)
    if user.role is Role.ADMIN:
        raise StillAdmin


def part_under(role: Role, part: StaffPart) -> StaffPart | None:
    """What is left of a part in a course when that becomes the person's role."""
    match part:
        case StaffPart.MANAGER if role is Role.ADMIN:
            return StaffPart.MANAGER
        case StaffPart.MANAGER | StaffPart.HOST:
            return None if role is Role.PARTICIPANT else StaffPart.HOST
        case StaffPart.ASSISTANT:
            return StaffPart.ASSISTANT


def words_of(typed: str) -> tuple[str, ...]:
    """What to search for: the first few words of what the admin typed."""
    return tuple(WORD.findall(names.tidy(typed))[:WORDS])


async def _fit_parts(
    session: AsyncSession,
    actor: Author,
    user: User,
    role: Role,
    held: Mapping[int, Course],
    now: datetime,
) -> None:
    for it in await person.parts_of(session, user.id):
        course = held.get(it.course_id)
        if course is None:
            # They were given it just now: its row must be locked before theirs.
            raise Conflict
        left = part_under(role, it.part)
        note = partial(journal.note, session, actor, entity=course, now=now, user_id=user.id)
        if left is None:
            lessons = await staff.remove(session, course.id, user.id, now=now)
            freed: dict[str, Any] = timetable.freed(lessons, user.id)
            note(action="remove_staff", part=[it.part, None], **freed)
        elif left is not it.part:
            await staff.put(session, course.id, user.id, left)
            note(action="change_part", part=[it.part, left])


async def _ensure_another_admin(session: AsyncSession, user_id: int) -> None:
    """For a service: a person stays an admin themselves, whomever they demote."""
    if {it.id for it in await person.lock_admins(session)} == {user_id}:
        raise LastAdmin


def _ensure_admin(role: Role) -> None:
    if role is not Role.ADMIN:
        raise AdminsOnly


def _ensure_may_appoint(actor: Author, campus: Campus, user: User) -> None:
    if user.id == actor.id:
        raise NotOnOneself
    if user.telegram_id in campus.admin_ids:
        raise RoleOfOperator
