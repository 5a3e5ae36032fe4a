"""A lesson and those of the same weekly rule are changed together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson, LessonStatus
from db.queries import lessons as rows
from domain import lessons, timetable, typed_lesson
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import LessonCancelled, LessonHasAttendance, PreviewGone
from domain.lessons import LessonDetails
from domain.moves import Move, moved, times


class Scope(StrEnum):
    """Which lessons are meant."""

    THIS = "t"
    NEXT = "n"
    """This one and those after it."""
    ALL = "a"
    """Those to come, before it too."""


@dataclass(frozen=True)
class Which:
    lesson_id: int
    scope: Scope


@dataclass(frozen=True)
class Outcome:
    lesson: Lesson
    changed: int
    left: int
    """Of the same rule, which people were marked on: they stay as they are."""


@dataclass(frozen=True)
class Series:
    """A lesson, and how many others of its rule would go with it."""

    lesson: Lesson
    following: int
    others: int
    """To come, on both sides."""


async def look(
    session: AsyncSession, author: Author, campus: Campus, *, lesson_id: int, now: datetime
) -> Series:
    """Before it is changed: the lesson, held, and those that may go with it."""
    lesson = await lessons.hold(session, author, lesson_id=lesson_id)
    if lesson.status is LessonStatus.CANCELLED:
        raise LessonCancelled
    found = await _of_rule(session, lesson, campus.tz, now)
    others = [it for it in found if it.id != lesson.id]
    return Series(lesson, sum(_place(it) > _place(lesson) for it in others), len(others))


async def read_move(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    lesson_id: int,
    typed: str,
    now: datetime,
) -> tuple[Series, Move]:
    """What was typed of when the lesson shall be; nothing is moved yet."""
    seen = await look(session, author, campus, lesson_id=lesson_id, now=now)
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
) -> Outcome:
    """Move them by as much. Done before, it is not done again."""
    lesson = await lessons.hold(session, author, lesson_id=which.lesson_id)
    if lesson.starts_at != move.was:
        raise PreviewGone
    those = await _those(session, lesson, which.scope, campus.tz, now)
    marked = await rows.marked(session, [it.id for it in those])
    free = [it for it in those if it.id not in marked]
    if not free:
        raise LessonHasAttendance
    each = [(it, moved(it, move, campus.tz)) for it in free]
    changed = await _write(session, author, campus, each, now)
    return Outcome(lesson, changed, len(marked))


async def change(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    which: Which,
    *,
    fields: LessonDetails,
    now: datetime,
) -> Outcome:
    """Give them another place or host. Where people were marked, only a lesson by itself."""
    lesson = await lessons.hold(session, author, lesson_id=which.lesson_id)
    those = await _those(session, lesson, which.scope, campus.tz, now)
    marked = await rows.marked(session, [it.id for it in those]) if len(those) > 1 else set()
    each = [(it, fields) for it in those if it.id not in marked]
    changed = await _write(session, author, campus, each, now)
    return Outcome(lesson, changed, len(marked))


async def _write(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    each: Iterable[tuple[Lesson, LessonDetails]],
    now: datetime,
) -> int:
    """How many are others now. Together, so that they may take each other's time."""
    changed = 0
    for lesson, fields in each:
        changed += await lessons.write(session, author, campus, lesson, fields, now=now)
    await timetable.ensure_no_clash(session)
    return changed


async def _those(
    session: AsyncSession, lesson: Lesson, scope: Scope, tz: ZoneInfo, now: datetime
) -> Sequence[Lesson]:
    if lesson.status is LessonStatus.CANCELLED:
        raise LessonCancelled
    if scope is Scope.THIS:
        return [lesson]
    found = await _of_rule(session, lesson, tz, now)
    if scope is Scope.NEXT:
        found = [it for it in found if _place(it) >= _place(lesson)]
    return found if lesson in found else [lesson, *found]


async def _of_rule(
    session: AsyncSession, lesson: Lesson, tz: ZoneInfo, now: datetime
) -> list[Lesson]:
    """Those to come that the schedule has on the same day of the week at the same hour, wherever
    they were moved since."""
    if lesson.planned_at is None:
        return []
    held = await rows.lock_all(session, lesson.course_id)
    return [
        it
        for it in held
        if it.planned_at
        and _rule(it.planned_at, tz) == _rule(lesson.planned_at, tz)
        and it.status is LessonStatus.SCHEDULED
        and it.starts_at > now
    ]


def _rule(planned_at: datetime, tz: ZoneInfo) -> tuple[int, time]:
    local = planned_at.astimezone(tz)
    return local.weekday(), local.time()


def _place(lesson: Lesson) -> datetime:
    return lesson.planned_at or lesson.starts_at
