"""A lesson, or those of the same weekly rule, at another time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import lessons as rows
from domain import series, typed_lesson
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import LessonHasAttendance, PreviewGone
from domain.lesson_rules import to_come, within
from domain.moves import Move, minute, moved, times
from domain.series import Outcome, Overtaken, Series, Which

TIMES = ("starts_at", "ends_at")


@dataclass(frozen=True)
class Behind:
    """Somebody else has moved some of them meanwhile: nothing was written."""

    found: Overtaken
    move: Move
    """To the time that was meant, from what it is now."""


async def read(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    lesson_id: int,
    typed: str,
    now: datetime,
) -> tuple[Series, Move]:
    """What was typed of when the lesson shall be; nothing is moved yet."""
    seen = await series.look(session, author, campus, lesson_id=lesson_id, now=now)
    stands = times(seen.lesson, campus.tz)
    to = typed_lesson.read(typed, today=now.astimezone(campus.tz).date(), now=stands)
    length = None if to.length == stands.length else to.length
    return seen, Move(seen.lesson.starts_at, to.start - stands.start, length)


async def shift(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    which: Which,
    *,
    move: Move,
    now: datetime,
) -> Outcome | Behind:
    """Move them by as much. Done before, it is not done again."""
    seen = await series.look(session, author, campus, lesson_id=which.lesson_id, now=now)
    if not series.is_as_seen(seen, which, *TIMES):
        move = _from_now(seen, move, campus)
        return Behind(await series.last_change(session, seen, which.scope, *TIMES), move)
    if minute(seen.lesson.starts_at) != minute(move.was):
        raise PreviewGone
    those = within(seen.lesson, to_come(seen.rule, now), which.scope)
    marked = await rows.marked(session, [it.id for it in those])
    free = [it for it in those if it.id not in marked]
    if not free:
        raise LessonHasAttendance
    each = [(it, moved(it, move, campus.tz)) for it in free]
    changed = await series.write(session, author, campus, each, now)
    return Outcome(seen.lesson, changed, len(marked))


def _from_now(seen: Series, move: Move, campus: Campus) -> Move:
    """Raises ``PreviewGone`` if the lesson is there already."""
    stands = times(seen.lesson, campus.tz)
    meant = minute(move.was).astimezone(campus.tz).replace(tzinfo=None) + move.by
    by = meant - stands.start
    if move.is_none or (not by and move.length in {None, stands.length}):
        raise PreviewGone
    return Move(seen.lesson.starts_at, by, move.length)
