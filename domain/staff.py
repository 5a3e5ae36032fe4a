"""Who works on a course, and as what. Rights over it come from that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, DeliveryKind, Role, StaffPart, User
from db.queries import courses, staff
from db.queries.staff import Member, StaffPage
from domain import deliveries, journal, policy, roles, timetable
from domain.actor import Actor, Service, Viewer
from domain.authoring import Author
from domain.courses import view
from domain.errors import (
    CourseNotFound,
    LastManager,
    ManagerNotAdmin,
    MemberNotFound,
    NotOnStaff,
    PartHeld,
)
from domain.policy import Action

__all__ = ["Member", "Post", "StaffPage", "Team"]

PAGE_SIZE = 10


@dataclass(frozen=True)
class Team:
    """The staff of a course as one of those who may see it does."""

    course: Course
    page: StaffPage
    part: StaffPart | None
    """The viewer's."""
    is_mine_to_choose: bool


@dataclass(frozen=True)
class Post:
    """Somebody's part in a course."""

    course: Course
    member: Member


async def team(
    session: AsyncSession, viewer: Viewer, *, course_id: int, page: int, now: datetime
) -> Team:
    seen = await view(session, viewer, course_id=course_id, now=now)
    policy.ensure(viewer.role, seen.part, Action.SEE_STAFF)
    members = await staff.page(session, course_id, page, size=PAGE_SIZE)
    is_mine = policy.can(viewer.role, seen.part, Action.STAFF)
    return Team(seen.course, members, seen.part, is_mine)


async def chosen_by(
    session: AsyncSession, viewer: Viewer, *, course_id: int, now: datetime
) -> Course:
    """The course whose team the viewer may choose."""
    seen = await view(session, viewer, course_id=course_id, now=now)
    policy.ensure(viewer.role, seen.part, Action.STAFF)
    return seen.course


async def leaving(session: AsyncSession, viewer: Viewer, *, course_id: int) -> Post:
    """The part that the viewer would give up, or why they cannot; nothing changes yet."""
    found = await courses.lock(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    # Read again, now that the course is held: somebody may have taken the part away meanwhile.
    member = await staff.get(session, course_id, viewer.id) if viewer.id else None
    if member is None:
        raise NotOnStaff
    await ensure_managed_without(session, course_id, member)
    return Post(found[0], member)


async def leave(session: AsyncSession, actor: Actor, *, course_id: int, now: datetime) -> Post:
    """Give the own part up. The role stays as it is."""
    post = await leaving(session, actor, course_id=course_id)
    freed = timetable.freed(await staff.remove(session, course_id, actor.id, now=now), actor.id)
    part = [post.member.part, None]
    journal.note(session, actor, "leave_part", post.course, now=now, part=part, **freed)
    return post


async def members(
    session: AsyncSession, viewer: Viewer | Service, *, course_id: int, after_id: int, limit: int
) -> Sequence[Member]:
    """By their ids."""
    await policy.see_course(session, viewer, Action.SEE_STAFF, course_id=course_id)
    return await staff.members(session, course_id, after_id=after_id, limit=limit)


async def removing(session: AsyncSession, actor: Author, *, course_id: int, user_id: int) -> Post:
    """The part that would be taken away, or why it cannot; nothing changes yet."""
    course = await policy.lock_course(session, actor, Action.STAFF, course_id=course_id)
    member = await staff.get(session, course_id, user_id)
    if member is None:
        raise MemberNotFound
    await ensure_managed_without(session, course_id, member)
    return Post(course, member)


async def remove(
    session: AsyncSession, actor: Author, *, course_id: int, user_id: int, now: datetime
) -> Post:
    """Take somebody's part away, and tell them. Their role stays as it is."""
    if isinstance(actor, Actor) and user_id == actor.id:
        return await leave(session, actor, course_id=course_id, now=now)
    post = await removing(session, actor, course_id=course_id, user_id=user_id)
    freed = timetable.freed(await staff.remove(session, course_id, user_id, now=now), user_id)
    lost = {"part": [post.member.part, None], "user_id": user_id}
    journal.note(session, actor, "remove_staff", post.course, now=now, **lost, **freed)
    key = f"{course_id}:{user_id}:{now.isoformat()}"
    what = {"course_id": course_id}
    told = deliveries.notice(DeliveryKind.PART_LOST, user_id=user_id, key=key, now=now, **what)
    await deliveries.owe(session, [told])
    return post


async def lost(session: AsyncSession, *, course_id: int, user_id: int) -> Course | None:
    """The course, for telling somebody that they are not on its team; none if they are again."""
    member = await staff.get(session, course_id, user_id)
    return None if member else await staff.course(session, course_id)


async def ensure_may_have(
    session: AsyncSession, person: courses.Viewer, part: StaffPart, *, course_id: int
) -> StaffPart | None:
    """What they are now. A lower part never takes a higher one away."""
    member = await staff.get(session, course_id, person.id) if person.id else None
    if member is not None and member.part.covers(part):
        raise PartHeld
    if part is StaffPart.MANAGER and person.role is not Role.ADMIN:
        raise ManagerNotAdmin
    return member.part if member else None


async def give(
    session: AsyncSession, user: User, part: StaffPart, *, course_id: int, now: datetime
) -> StaffPart | None:
    """Give the part, and with a host's the role. The course and the person must be locked.

    Returns what they were before.
    """
    before = await ensure_may_have(session, user, part, course_id=course_id)
    await put(session, user, part, course_id=course_id, now=now)
    return before


async def put(
    session: AsyncSession, user: User, part: StaffPart, *, course_id: int, now: datetime
) -> None:
    """The same, whatever they are now."""
    await staff.put(session, course_id, user.id, part)
    if makes_host(user.role, part):
        await roles.become(session, user, Role.HOST, now=now)


def makes_host(role: Role, part: StaffPart) -> bool:
    return part is StaffPart.HOST and role is Role.PARTICIPANT


async def ensure_managed_without(session: AsyncSession, course_id: int, member: Member) -> None:
    """A course is not left without a manager who can still act."""
    is_manager = member.part is StaffPart.MANAGER
    if is_manager and not await staff.is_managed_without(session, course_id, member.user_id):
        raise LastManager
