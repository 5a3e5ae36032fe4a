"""Which entries of the history an admin asks for."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, Select, Subquery, func, intersect, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, LogEntry, User
from db.queries import entries, involved, lists
from db.queries.entries import Entry
from db.queries.involved import Ways


@dataclass(frozen=True)
class Scope:
    """Which part of the history is asked for."""

    user_id: int | None = None
    """What they did, and what was done to them."""
    course_id: int | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Up to this moment, but not at it."""
    course_ids: Collection[int] | None = None
    """None: of all courses, and of what is of none."""


@dataclass(frozen=True)
class Overview:
    """Of what is asked for: how many entries there are, and the names."""

    total: int
    person: str | None
    course: str | None


@dataclass(frozen=True)
class CourseName:
    id: int
    name: str


async def overview(session: AsyncSession, scope: Scope) -> Overview:
    statement = select(
        select(func.count()).select_from(_asked(scope)).scalar_subquery(),
        select(User.full_name).where(User.id == scope.user_id).scalar_subquery(),
        select(Course.name).where(Course.id == scope.course_id).scalar_subquery(),
    )
    return Overview(*(await session.execute(statement)).one())


async def page(session: AsyncSession, scope: Scope, *, number: int, size: int) -> Sequence[Entry]:
    """The entries of a page, which are counted from 0; newest first."""
    asked = _asked(scope)
    return await entries.read(session, _newest(asked).limit(size).offset(number * size))


def newest(
    session: AsyncSession, scope: Scope, *, limit: int, at_once: int
) -> AsyncIterator[Sequence[Entry]]:
    """As many entries, newest first, some at a time."""
    chosen = _newest(_asked(scope)).limit(limit)
    return entries.stream(session, chosen, at_once=at_once)


async def rows(
    session: AsyncSession, scope: Scope, *, before: tuple[datetime, int] | None, limit: int
) -> Sequence[LogEntry]:
    """The entries as they were written, newest first: those before that moment and id."""
    asked = _asked(scope)
    chosen = _newest(asked).limit(limit)
    if before is not None:
        chosen = chosen.where(tuple_(asked.c.timestamp, asked.c.id) < before)
    those = chosen.subquery()
    statement = select(LogEntry).join(those, those.c.id == LogEntry.id)
    return (await session.scalars(statement.order_by(*entries.NEWEST_FIRST))).all()


async def courses_named(
    session: AsyncSession, words: Sequence[str], *, limit: int
) -> Sequence[CourseName]:
    """Courses, drafts and old ones too, that have all the words in their name."""
    statement = (
        select(Course.id, Course.name)
        .where(*(lists.has(Course.name, word) for word in words))
        .order_by(Course.start_date.desc().nulls_last(), Course.id.desc())
        .limit(limit)
    )
    return [CourseName(*row) for row in await session.execute(statement)]


def _newest(asked: Subquery) -> Select[int]:
    return select(asked.c.id).order_by(asked.c.timestamp.desc(), asked.c.id.desc())


def _asked(scope: Scope) -> Subquery:
    """Ids and times of what is asked for."""
    concerns = []
    if scope.user_id is not None:
        concerns.append(_any(involved.person(scope.user_id), scope))
    if scope.course_id is not None:
        concerns.append(_any(involved.courses([scope.course_id]), scope))
    if scope.course_ids is not None:
        concerns.append(_any(involved.courses(scope.course_ids), scope))
    return (intersect(*concerns) if concerns else _only(scope)).subquery()


def _any(ways: Ways, scope: Scope) -> CompoundSelect[int, datetime]:
    return union(*(_only(scope).where(way) for way in ways))


def _only(scope: Scope) -> Select[int, datetime]:
    """Of any person and course."""
    conditions = [
        scope.action is not None and LogEntry.action == scope.action,
        scope.since is not None and LogEntry.timestamp >= scope.since,
        scope.until is not None and LogEntry.timestamp < scope.until,
    ]
    asked = [it for it in conditions if not isinstance(it, bool)]
    return select(LogEntry.id, LogEntry.timestamp).where(*asked)
