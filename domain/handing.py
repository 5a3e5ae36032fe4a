"""A manager hands the management of a course over to another admin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, DeliveryKind, Role, StaffPart, User
from db.queries import courses, people, person, staff, users
from db.queries.people import Circle, PeoplePage, Search
from db.queries.staff import Member
from domain import deliveries, journal, policy, timetable
from domain.actor import Actor
from domain.errors import CourseNotFound, NotOnOneself, PersonNotFound, TakerNotAdmin
from domain.policy import Action

PAGE_SIZE = 8


@dataclass(frozen=True)
class Takers:
    course: Course
    found: PeoplePage
    """Of all admins."""
    possible: Sequence[User]
    """Those of the page who are not the giver, and not shut out."""


@dataclass(frozen=True)
class Handover:
    course: Course
    taker: Member
    """With the part that they have, or shall have."""


async def takers(session: AsyncSession, actor: Actor, *, course_id: int, page: int) -> Takers:
    course = await policy.see_course(session, actor, Action.STAFF, course_id=course_id)
    found = await people.page(session, Search(Circle.ADMINS, page=page), size=PAGE_SIZE)
    possible = [it for it in found.people if it.id != actor.id and it.blocked_at is None]
    return Takers(course, found, possible)


async def handing(
    session: AsyncSession, actor: Actor, *, course_id: int, user_id: int
) -> Handover:
    """What would be handed over, and to whom, or why it cannot; nothing changes yet."""
    course = await policy.lock_course(session, actor, Action.STAFF, course_id=course_id)
    if user_id == actor.id:
        raise NotOnOneself
    held = await person.lock(session, [actor.id, user_id])
    taker = held.get(user_id)
    if taker is None or taker.erased_at is not None or taker.blocked_at is not None:
        raise PersonNotFound
    if taker.role is not Role.ADMIN:
        raise TakerNotAdmin
    return Handover(course, Member(taker.id, taker.full_name, StaffPart.MANAGER))


async def hand_over(
    session: AsyncSession,
    actor: Actor,
    *,
    course_id: int,
    user_id: int,
    stays: bool,
    now: datetime,
) -> Handover:
    """The taker manages the course, and the giver hosts it, or leaves its team. Both are told:
    the giver by the answer. The second time changes nothing."""
    done = await _done_before(session, actor, course_id, user_id)
    if done is not None:
        return done
    handover = await handing(session, actor, course_id=course_id, user_id=user_id)
    changed = await _swap(session, actor, handover, stays=stays, now=now)
    journal.note(session, actor, "hand_over", handover.course, now=now, **changed)
    await _tell(session, actor, handover, now)
    return handover


async def handed(
    session: AsyncSession, *, course_id: int, by: int, to: int
) -> tuple[Course, str] | None:
    """The course and who gave it, for telling the taker; none unless they manage it still."""
    course, taker = await staff.course(session, course_id), await staff.get(session, course_id, to)
    is_theirs = taker is not None and taker.part is StaffPart.MANAGER
    if course is None or course.deleted_at is not None or not is_theirs:
        return None
    giver = await users.get(session, by)
    return course, giver.full_name if giver else ""


async def _done_before(
    session: AsyncSession, actor: Actor, course_id: int, user_id: int
) -> Handover | None:
    """For a second tap: the giver manages the course no more, and the taker does."""
    found = await courses.lock(session, actor, course_id)
    if found is None:
        raise CourseNotFound
    taker = await staff.get(session, course_id, user_id)
    is_done = found[1] is not StaffPart.MANAGER and actor.role is Role.ADMIN
    if not is_done or taker is None or taker.part is not StaffPart.MANAGER:
        return None
    return Handover(found[0], taker)


async def _swap(
    session: AsyncSession, actor: Actor, handover: Handover, *, stays: bool, now: datetime
) -> dict[str, Any]:
    """What has changed by it, as the history keeps it."""
    course_id, user_id = handover.course.id, handover.taker.user_id
    before = await staff.get(session, course_id, user_id)
    await staff.put(session, course_id, user_id, StaffPart.MANAGER)
    changed: dict[str, Any] = {
        "user_id": user_id,
        "part": [before.part if before else None, StaffPart.MANAGER],
        "own_part": [StaffPart.MANAGER, StaffPart.HOST if stays else None],
    }
    if stays:
        await staff.put(session, course_id, actor.id, StaffPart.HOST)
        return changed
    lessons = await staff.remove(session, course_id, actor.id, now=now)
    return changed | timetable.freed(lessons, actor.id)


async def _tell(session: AsyncSession, actor: Actor, handover: Handover, now: datetime) -> None:
    course_id, user_id = handover.course.id, handover.taker.user_id
    told = deliveries.notice(
        DeliveryKind.HANDED_OVER,
        user_id=user_id,
        key=f"{course_id}:{actor.id}:{user_id}:{now.isoformat()}",
        now=now,
        course_id=course_id,
        by=actor.id,
    )
    await deliveries.owe(session, [told])
