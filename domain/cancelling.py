"""A lesson is cancelled as it was seen by who cancels it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson, LessonStatus
from domain import lessons, series
from domain.authoring import Author
from domain.lesson_rules import Scope, Series
from domain.moving import TIMES
from domain.series import Overtaken


async def cancel(
    session: AsyncSession, author: Author, *, lesson_id: int, seen: str, now: datetime
) -> Lesson | Overtaken:
    """Only at the time at which it was seen. Cancelled before, it stays so whatever was seen."""
    lesson = await lessons.hold(session, author, lesson_id=lesson_id)
    alone = Series(lesson, 0, 0, [])
    is_as_seen = seen == alone.mark(Scope.THIS, *TIMES)
    if lesson.status is LessonStatus.SCHEDULED and not is_as_seen:
        await lessons.ensure_unmarked(session, lesson)
        return await series.last_change(session, alone, Scope.THIS, *TIMES)
    return await lessons.cancel(session, author, lesson_id=lesson_id, now=now)
