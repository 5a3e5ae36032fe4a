"""A check-in is taken back by whoever made it, before anybody has relied on it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceSource
from db.queries import attendance
from db.queries.attendance import SeenMark
from domain import mark_changes, told_marks
from domain.actor import Actor
from domain.errors import AttendanceNotFound, UndoTooLate
from domain.mark_changes import POSSIBLE_FOR

__all__ = ["POSSIBLE_FOR"]


async def undo(
    session: AsyncSession, actor: Actor, *, attendance_id: int, now: datetime
) -> SeenMark:
    """Take it back with its points. What was taken back is returned; whom somebody else had
    marked, and who was told so, is told that it is no more."""
    seen = await attendance.to_change(session, actor, attendance_id)
    held = await attendance.lock(session, attendance_id) if seen else None
    if seen is None or held is None or held.marked_by != actor.id:
        raise AttendanceNotFound
    if not is_possible(held, actor, now):
        raise UndoTooLate
    await mark_changes.take_back(session, actor, seen, held, now=now)
    await told_marks.retract(session, actor, seen, now=now)
    return seen


def is_possible(held: Attendance, actor: Actor, now: datetime) -> bool:
    """What was given a reason stands: another word corrects it, and not that there was none."""
    is_given = held.reason is not None and held.source is not AttendanceSource.SELF
    is_new = now <= held.changed_at + POSSIBLE_FOR
    return held.marked_by == actor.id and is_new and not is_given
