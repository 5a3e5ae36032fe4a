"""Who tried to check in and was not marked, and what can be done about it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import EnrollmentStatus
from db.queries import failed_scans
from db.queries.failed_scans import Failed, FailedPage
from domain import policy, room
from domain.actor import Actor
from domain.answers import Answer
from domain.policy import Action
from domain.room import Class
from domain.walk_ins import KEPT

__all__ = ["Failed", "FailedScans"]

PAGE_SIZE = 8


@dataclass(frozen=True)
class FailedScans:
    at: Class
    page: FailedPage
    to_take_in: frozenset[int]
    """Ids of scans whose people the viewer can give a free seat, and mark."""


async def see(
    session: AsyncSession, actor: Actor, *, lesson_id: int, number: int, now: datetime
) -> FailedScans:
    found = await room.of(session, actor, lesson_id=lesson_id)
    page = await failed_scans.page(session, found.lesson, number=number, size=PAGE_SIZE)
    may = policy.can(actor.role, found.part, Action.TAKE_IN)
    may = may and not found.course.is_full
    able = [it.last_id for it in page.lines if may and _can_come(it, now)]
    return FailedScans(found, page, frozenset(able))


def _can_come(it: Failed, now: datetime) -> bool:
    is_kept = now <= it.last_at + KEPT
    is_off = it.standing in {None, EnrollmentStatus.CANCELLED}
    return it.answer == Answer.NOT_ENROLLED and is_off and is_kept
