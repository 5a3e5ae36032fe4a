"""Whom the staff have marked, they tell."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceStatus, DeliveryKind
from db.queries import told_marks
from db.queries.attendance import SeenMark
from db.queries.told_marks import Place, ToldMark
from domain import deliveries
from domain.actor import Actor
from domain.checking_in import Desk
from domain.mark_changes import POSSIBLE_FOR

__all__ = ["Place", "ToldMark"]


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


async def retract(session: AsyncSession, actor: Actor, seen: SeenMark, *, now: datetime) -> None:
    """That a mark is no more, to whom it was told; to whom it was still to be told, nothing."""
    mark = seen.marked
    if seen.user_id == actor.id:
        return
    if not await told_marks.take_back(session, mark.id, user_id=seen.user_id):
        return
    kind, key = DeliveryKind.MARK_CHANGED, f"{mark.id}:{now.isoformat()}:undone"
    about = {"attendance_id": mark.id, "lesson_id": mark.lesson_id}
    owed = deliveries.notice(kind, user_id=seen.user_id, key=key, now=now, **about)
    await deliveries.owe(session, [owed])


async def told(session: AsyncSession, actor: Actor, *, attendance_id: int) -> ToldMark | None:
    """The person's own mark as it is now; none if it was taken back."""
    return await told_marks.find(session, attendance_id, user_id=actor.id)


async def lesson(session: AsyncSession, *, lesson_id: int) -> Place | None:
    """Of a mark that was taken back."""
    return await told_marks.place(session, lesson_id)
