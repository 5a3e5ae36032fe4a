"""Whom the staff have marked, they tell."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceStatus, DeliveryKind
from db.queries import told_marks
from db.queries.told_marks import ToldMark
from domain import deliveries
from domain.actor import Actor
from domain.checking_in import Desk
from domain.undoing import POSSIBLE_FOR

__all__ = ["ToldMark"]


@dataclass(frozen=True)
class Told:
    """Which mark, whose, and what it says."""

    attendance_id: int
    user_id: int
    status: AttendanceStatus


async def tell(session: AsyncSession, desk: Desk, kind: DeliveryKind, mark: Told) -> None:
    """That somebody did not come, when it cannot be taken back any more; the rest at once."""
    if mark.user_id == desk.actor.id:
        return
    is_absent = mark.status is AttendanceStatus.ABSENT
    due_at = desk.now + POSSIBLE_FOR if is_absent else desk.now
    key = f"{mark.attendance_id}:{desk.now.isoformat()}"
    about = {"attendance_id": mark.attendance_id}
    owed = deliveries.notice(kind, user_id=mark.user_id, key=key, now=due_at, **about)
    await deliveries.owe(session, [owed])


async def told(session: AsyncSession, actor: Actor, *, attendance_id: int) -> ToldMark | None:
    """The person's own mark as it is now; none if it was taken back."""
    return await told_marks.find(session, attendance_id, user_id=actor.id)
