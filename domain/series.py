"""A lesson and those of the same weekly rule are changed together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Lesson, LessonStatus
from db.queries import lessons as rows
from db.queries import overtaking
from db.queries.entries import Entry
from domain import details, lessons, timetable
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import LessonCancelled
from domain.lesson_rules import Scope, Series, of_rule, place, to_come, within
from domain.lessons import LessonDetails

__all__ = ["Outcome", "Overtaken", "Scope", "Series", "Which"]


@dataclass(frozen=True)
class Which:
    lesson_id: int
    scope: Scope
    seen: str | None = None
    """The mark of what was there when it was shown; None: whatever is there now."""


@dataclass(frozen=True)
class Outcome:
    lesson: Lesson
    changed: int
    left: int
    """Of the same rule, which people were marked on: they stay as they are."""


@dataclass(frozen=True)
class Overtaken:
    """Somebody else has changed the same meanwhile: nothing was written."""

    series: Series
    columns: Sequence[str]
    lesson: Lesson
    """Which of them was changed last."""
    entry: Entry | None
    """Who changed it and how; None where the history does not say."""


async def look(
    session: AsyncSession, author: Author, campus: Campus, *, lesson_id: int, now: datetime
) -> Series:
    """Before it is changed: the lesson, held, and those that may go with it."""
    lesson = await lessons.hold(session, author, lesson_id=lesson_id)
    if lesson.status is LessonStatus.CANCELLED:
        raise LessonCancelled
    rule = await of_rule(session, lesson, campus.tz)
    others = [it for it in to_come(rule, now) if it.id != lesson.id]
    return Series(lesson, sum(place(it) > place(lesson) for it in others), len(others), rule)


async def overtaken(
    session: AsyncSession, seen: Series, which: Which, fields: LessonDetails
) -> Overtaken | None:
    """None as well if all is as it shall be already."""
    those = within(seen.lesson, seen.rule, which.scope)
    is_news = any(details.news(it, fields) for it in those)
    if not is_news or is_as_seen(seen, which, *fields):
        return None
    return await last_change(session, seen, which.scope, *fields)


def is_as_seen(seen: Series, which: Which, *columns: str) -> bool:
    return which.seen is None or which.seen == seen.mark(which.scope, *columns)


async def last_change(
    session: AsyncSession, seen: Series, scope: Scope, *columns: str
) -> Overtaken:
    """Which of them was changed last, and by whom."""
    found = {it.id: it for it in within(seen.lesson, seen.rule, scope)}
    entry = await overtaking.last_of_lessons(session, [*found], columns)
    lesson = found[entry.entity_id] if entry else seen.lesson
    if entry and not all(_stands(lesson, it, entry) for it in columns):
        entry = None
    return Overtaken(seen, columns, lesson, entry)


def _stands(lesson: Lesson, column: str, entry: Entry) -> bool:
    """Whether it is what that entry says, if it says anything of it."""
    if column not in entry.details:
        return True
    now, told = getattr(lesson, column), entry.details[column][1]
    stands = datetime.fromisoformat(told) if isinstance(now, datetime) else told
    return bool(now == stands)


async def change(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    which: Which,
    *,
    fields: LessonDetails,
    now: datetime,
) -> Outcome | Overtaken:
    """Give them another topic, place or host. Where people were marked, only a lesson by
    itself."""
    seen = await look(session, author, campus, lesson_id=which.lesson_id, now=now)
    if it := await overtaken(session, seen, which, fields):
        return it
    lesson = seen.lesson
    those = within(lesson, to_come(seen.rule, now), which.scope)
    marked = await rows.marked(session, [it.id for it in those]) if len(those) > 1 else set()
    each = [(it, fields) for it in those if it.id not in marked]
    changed = await write(session, author, campus, each, now)
    return Outcome(lesson, changed, len(marked))


async def write(
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
