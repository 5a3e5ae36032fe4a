"""Somebody is given a part in a course directly, by those who choose its team."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, Role, StaffPart, User
from db.queries import staff as rows
from db.queries import users
from domain import acquaintance, deliveries, journal, policy, staff, timetable
from domain.actor import Service
from domain.api_tokens import Scope
from domain.authoring import Author
from domain.errors import ManagerNotAdmin, PersonNotFound, ScopeMissing
from domain.policy import Action
from domain.staff import Member, Post

__all__ = ["Post", "appoint", "given"]


async def appoint(
    session: AsyncSession,
    author: Author,
    *,
    course_id: int,
    user_id: int,
    part: StaffPart,
    now: datetime,
) -> Post:
    """Give the part in place of another, and tell the person. What they are already is no news.

    With a host's part a participant becomes a host; a service that does so must be allowed to
    give roles.
    """
    course = await policy.lock_course(session, author, Action.STAFF, course_id=course_id)
    await acquaintance.ensure_knows(session, author, user_id)
    user = await users.lock(session, user_id)
    if user is None or user.erased_at is not None:
        raise PersonNotFound
    post = Post(course, Member(user.id, user.full_name, part))
    before = await rows.get(session, course_id, user_id)
    if before is not None and before.part is part:
        return post
    await _ensure_possible(session, author, user, before, post)
    await _give(session, author, user, before, post, now)
    return post


async def given(session: AsyncSession, *, course_id: int, user_id: int) -> Post | None:
    """What somebody is on a team, for telling them; none if they are on it no more."""
    course = await rows.course(session, course_id)
    member = await rows.get(session, course_id, user_id)
    if course is None or course.deleted_at is not None or member is None:
        return None
    return Post(course, member)


async def _ensure_possible(
    session: AsyncSession, author: Author, user: User, before: Member | None, post: Post
) -> None:
    part = post.member.part
    if part is StaffPart.MANAGER and user.role is not Role.ADMIN:
        raise ManagerNotAdmin
    if before is not None:
        await staff.ensure_managed_without(session, post.course.id, before)
    is_limited = isinstance(author, Service) and Scope.USERS_ROLES not in author.scopes
    if is_limited and staff.makes_host(user.role, part):
        raise ScopeMissing(Scope.USERS_ROLES)


async def _give(
    session: AsyncSession,
    author: Author,
    user: User,
    before: Member | None,
    post: Post,
    now: datetime,
) -> None:
    course, role, part = post.course, user.role, post.member.part
    changed: dict[str, Any] = {"part": [before.part, part] if before else part}
    await staff.put(session, user, part, course_id=course.id, now=now)
    if part is StaffPart.ASSISTANT:
        freed = await rows.free_lessons(session, course.id, user.id, now=now)
        changed |= timetable.freed(freed, user.id)
    action = "change_part" if before else "add_staff"
    if user.role is not role:
        changed["role"] = [role, user.role]
    journal.note(session, author, action, course, now=now, user_id=user.id, **changed)
    if author.id != user.id:
        await _tell(session, post, now)


async def _tell(session: AsyncSession, post: Post, now: datetime) -> None:
    course_id, user_id = post.course.id, post.member.user_id
    told = deliveries.notice(
        DeliveryKind.PART_GIVEN,
        user_id=user_id,
        key=f"{course_id}:{user_id}:{now.isoformat()}",
        now=now,
        course_id=course_id,
    )
    await deliveries.owe(session, [told])
