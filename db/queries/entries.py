"""Entries of the history, with the names of those and of what they are about."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Case,
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import (
    ApiToken,
    Attendance,
    Course,
    Enrollment,
    Feedback,
    Invite,
    Lesson,
    LogEntry,
    Role,
    User,
)

ACTOR, SUBJECT = aliased(User), aliased(User)
NEWEST_FIRST = LogEntry.timestamp.desc(), LogEntry.id.desc()


@dataclass(frozen=True)
class Person:
    """As they are now. Who was erased has no name."""

    id: int
    name: str
    telegram_id: int | None
    role: Role


@dataclass(frozen=True)
class Entry:
    id: int
    at: datetime
    action: str
    entity: str
    """The name of a table."""
    entity_id: int
    details: dict[str, Any]
    service: str | None
    """The name of the token that was used."""
    course: str | None
    """What it is called now."""
    actor: Person | None
    """None: the system, or a service."""
    subject: Person | None
    """To whom it was done; often the actor."""


async def read(session: AsyncSession, chosen: Select[int]) -> Sequence[Entry]:
    """The chosen ones, newest first, with all their names in the same statement."""
    return [_as_entry(row) for row in await session.execute(_named_all(chosen))]


async def stream(
    session: AsyncSession, chosen: Select[int], *, at_once: int
) -> AsyncIterator[Sequence[Entry]]:
    """The same for many: they are fetched while those before them are made use of."""
    found = await session.stream(_named_all(chosen))
    async for rows in found.partitions(at_once):
        yield [_as_entry(row) for row in rows]


def _named_all(chosen: Select[int]) -> Select[*tuple[Any, ...]]:
    those = chosen.subquery()
    return (
        select(*_of_entry(), *_of_person(ACTOR), *_of_person(SUBJECT))
        .join(those, those.c.id == LogEntry.id)
        .outerjoin(ACTOR, ACTOR.id == LogEntry.user_id)
        .outerjoin(ApiToken, ApiToken.id == LogEntry.token_id)
        .outerjoin(Attendance, _is("attendance", Attendance.id))
        .outerjoin(Enrollment, Enrollment.id == _enrollment_id())
        .outerjoin(Feedback, _is("feedback", Feedback.id))
        .outerjoin(Invite, _is("invites", Invite.id))
        .outerjoin(Lesson, _is("lessons", Lesson.id))
        .outerjoin(SUBJECT, SUBJECT.id == _subject_id())
        .outerjoin(Course, Course.id == _course_id())
        .order_by(*NEWEST_FIRST)
    )


def _of_entry() -> list[SQLColumnExpression[Any]]:
    log = LogEntry
    logged = [log.id, log.timestamp, log.action, log.entity, log.entity_id, log.details]
    return [*logged, ApiToken.name, Course.name]


def _of_person(person: type[User]) -> list[SQLColumnExpression[Any]]:
    return [person.id, person.full_name, person.telegram_id, person.role]


def _is(table: str, key: SQLColumnExpression[int]) -> ColumnElement[bool]:
    return and_(LogEntry.entity == table, LogEntry.entity_id == key)


def _enrollment_id() -> Case[int]:
    """Also of a mark that was taken back, and is a row no more."""
    of_mark = func.coalesce(Attendance.enrollment_id, _named("enrollment_id"))
    return case((LogEntry.entity == "enrollments", LogEntry.entity_id), else_=of_mark)


def _subject_id() -> ColumnElement[int]:
    """Of an invite, who accepted it."""
    return func.coalesce(
        _named("user_id"),
        case((LogEntry.entity == "users", LogEntry.entity_id)),
        Enrollment.user_id,
        Feedback.user_id,
        Invite.used_by,
        Invite.user_id,
    )


def _course_id() -> ColumnElement[int]:
    return func.coalesce(
        _named("course_id"),
        case((LogEntry.entity == "courses", LogEntry.entity_id)),
        Enrollment.course_id,
        Feedback.course_id,
        Invite.course_id,
        Lesson.course_id,
    )


def _named(key: str) -> Case[int]:
    """By the details: what a row is about may be more than the row."""
    value = LogEntry.details[key]
    return case((func.jsonb_typeof(value) == "number", cast(value, BigInteger)))


def _as_entry(row: Row[*tuple[Any, ...]]) -> Entry:
    columns: list[Any] = [*row[:-8], _as_person(row[-8:-4]), _as_person(row[-4:])]
    return Entry(*columns)


def _as_person(columns: Sequence[Any]) -> Person | None:
    return None if columns[0] is None else Person(*columns)
