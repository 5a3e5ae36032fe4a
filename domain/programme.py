"""All courses, as admins see them, and taking one over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, DeliveryKind, Role, StaffPart
from db.queries import courses, programme, staff, users
from db.queries.programme import Circle, ProgrammeLine, ProgrammePage, Search
from domain import deliveries, journal
from domain.actor import Actor
from domain.errors import AdminsOnly, AlreadyManaged, CourseNotFound
from domain.staff import Member

__all__ = ["Circle", "Handover", "ProgrammeLine", "ProgrammePage", "Search"]

PAGE_SIZE = 6
MOST_MANAGERS = 100


@dataclass(frozen=True)
class Handover:
    """A course that an admin takes over, and who manages it besides: they stay what they are."""

    course: Course
    managers: Sequence[Member]


async def find(
    session: AsyncSession, actor: Actor, *, search: Search, now: datetime
) -> ProgrammePage:
    ensure_admin(actor)
    return await programme.page(session, actor.id, search, size=PAGE_SIZE, now=now)


async def counts(session: AsyncSession, actor: Actor, *, search: Search) -> dict[Circle, int]:
    """How many courses with the words of the search there are of each kind."""
    ensure_admin(actor)
    return await programme.counts(session, actor.id, search.words)


async def taking_over(session: AsyncSession, actor: Actor, *, course_id: int) -> Handover:
    """What would be taken over, and from whom; nothing changes yet."""
    ensure_admin(actor)
    found = await courses.lock(session, actor, course_id)
    if found is None:
        raise CourseNotFound
    members = await staff.members(session, course_id, after_id=0, limit=MOST_MANAGERS)
    managers = [it for it in members if it.part is StaffPart.MANAGER]
    if actor.id in {it.user_id for it in managers}:
        raise AlreadyManaged
    return Handover(found[0], managers)


async def take_over(
    session: AsyncSession, actor: Actor, *, course_id: int, now: datetime
) -> Handover:
    """Manage it, beside those who do already; they are told."""
    handover = await taking_over(session, actor, course_id=course_id)
    user = await users.lock(session, actor.id)
    if user is None or user.role is not Role.ADMIN:
        raise AdminsOnly
    before = await staff.get(session, course_id, actor.id)
    await staff.put(session, course_id, actor.id, StaffPart.MANAGER)
    part = [before.part if before else None, StaffPart.MANAGER]
    journal.note(session, actor, "take_over", handover.course, now=now, part=part)
    await _tell(session, actor, handover, now)
    return handover


async def taken_over(
    session: AsyncSession, *, course_id: int, by: int, told: int
) -> tuple[Course, str] | None:
    """The course and who manages it too, for telling; none unless both of them do."""
    course = await staff.course(session, course_id)
    members = [await staff.get(session, course_id, it) for it in (by, told)]
    managers = [it for it in members if it is not None and it.part is StaffPart.MANAGER]
    if course is None or course.deleted_at is not None or len(managers) < len(members):
        return None
    return course, managers[0].name


def ensure_admin(actor: Actor) -> None:
    if actor.role is not Role.ADMIN:
        raise AdminsOnly


async def _tell(session: AsyncSession, actor: Actor, handover: Handover, now: datetime) -> None:
    course_id = handover.course.id
    told = [
        deliveries.notice(
            DeliveryKind.TAKEN_OVER,
            user_id=it.user_id,
            key=f"{course_id}:{actor.id}:{it.user_id}:{now.isoformat()}",
            now=now,
            course_id=course_id,
            by=actor.id,
        )
        for it in handover.managers
    ]
    await deliveries.owe(session, told)
