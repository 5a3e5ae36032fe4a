from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CourseStatus
from domain import journal, room
from domain.actor import Actor
from domain.room import Phase


async def reopen(
    session: AsyncSession, actor: Actor, *, lesson_id: int, closed_at: datetime, now: datetime
) -> bool:
    """Take back that check-in was closed at that moment: it lasts as if opened again, and what was
    on paper counts on. False if it is open, or was closed otherwise."""
    found = await room.of(session, actor, lesson_id=lesson_id, is_held=True)
    lesson, until = found.lesson, room.longer(found.lesson, now)
    is_over = room.phase_of(found, now) is Phase.OVER
    if not is_over or lesson.check_in_until != closed_at or until is None:
        return False
    if found.course.status is not CourseStatus.PUBLISHED:
        return False
    until_at = room.let_end(lesson, until)
    journal.note(session, actor, "reopen_check_in", lesson, now=now, until_at=until_at)
    return True
