"""A check-in is taken back by whoever made it, before anybody has relied on it."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance
from db.queries import attendance, points
from db.queries.attendance import SeenMark
from domain import journal
from domain.actor import Actor
from domain.errors import AttendanceNotFound, UndoTooLate

POSSIBLE_FOR = timedelta(seconds=60)
"""Later the staff correct it in the list of the lesson, with a reason."""


async def undo(
    session: AsyncSession, actor: Actor, *, attendance_id: int, now: datetime
) -> SeenMark:
    """Take it back with its points. What was taken back is returned."""
    seen = await attendance.to_change(session, actor, attendance_id)
    held = await attendance.lock(session, attendance_id) if seen else None
    if seen is None or held is None or held.marked_by != actor.id:
        raise AttendanceNotFound
    if now > held.marked_at + POSSIBLE_FOR:
        raise UndoTooLate
    await take_back(session, actor, seen, held, now=now)
    return seen


async def take_back(
    session: AsyncSession, actor: Actor, seen: SeenMark, held: Attendance, *, now: datetime
) -> None:
    """The mark must be held."""
    details = {
        "status": held.status,
        "enrollment_id": held.enrollment_id,
        "lesson_id": held.lesson_id,
    }
    journal.note(session, actor, "undo_attendance", held, now=now, **details)
    whose = {"user_id": seen.user_id, "course_id": seen.course_id}
    await points.settle(session, points.key_of_mark(held.id), due=0, now=now, **whose)
    await session.delete(held)
