"""Check-ins that marked nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, ScalarSelect, Text, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeEngine

from db.direct import Direct, typed
from db.models import AttendanceSource, ScanAttempt

GUESS = "code_invalid"
"""Digits that were no code. What is too old was one, and anybody scans that by mistake."""

GUESSES = """
SELECT made_at FROM scan_attempts
WHERE user_id = :user_id AND made_at > :since AND answer = 'code_invalid'
"""
# The person is held, because whoever is being erased leaves nothing behind.
KEEP = f"""
INSERT INTO scan_attempts (user_id, lesson_id, answer, made_at, source)
SELECT id, :lesson_id, :answer, :made_at, :source
FROM users
WHERE id = :user_id AND erased_at IS NULL
    AND (:most IS NULL OR (SELECT count(*) FROM ({GUESSES}) AS guesses) < :most)
FOR KEY SHARE
RETURNING id
"""  # noqa: S608 - our own words
TYPES: dict[str, TypeEngine[Any]] = {
    **dict.fromkeys(("user_id", "lesson_id", "most"), BigInteger()),
    **dict.fromkeys(("made_at", "since"), DateTime(timezone=True)),
    **dict.fromkeys(("answer", "source"), Text()),
}
ADD = Direct(typed(KEEP, TYPES), holds=True)


@dataclass(frozen=True)
class Guesses:
    """How many wrong ones a person has."""

    since: datetime
    most: int


@dataclass(frozen=True)
class Tried:
    user_id: int
    lesson_id: int | None
    answer: str
    made_at: datetime
    source: AttendanceSource


async def keep(session: AsyncSession, it: Tried, *, unless: Guesses | None = None) -> int | None:
    """Its id; none if the person has had all their guesses, or is nobody any more."""
    limit = {"most": unless.most, "since": unless.since} if unless else {}
    values = vars(it) | {"source": it.source.value}
    kept = await ADD.fetch(session, **{"most": None, "since": None} | values | limit)
    return kept[0][0] if kept else None


async def guessed(session: AsyncSession, user_id: int, *, since: datetime) -> Sequence[datetime]:
    """When the wrong ones since then were made, the newest first."""
    statement = select(ScanAttempt.made_at).where(*_wrong(user_id, since))
    return (await session.scalars(statement.order_by(ScanAttempt.made_at.desc()))).all()


def guesses_of(user_id: int, since: datetime) -> ScalarSelect[int]:
    return select(func.count()).where(*_wrong(user_id, since)).scalar_subquery()


async def get(session: AsyncSession, attempt_id: int, *, answer: str) -> ScanAttempt | None:
    statement = select(ScanAttempt).filter_by(id=attempt_id, answer=answer)
    return await session.scalar(statement)


def _wrong(user_id: int, since: datetime) -> tuple[ColumnElement[bool], ...]:
    it = ScanAttempt
    return it.user_id == user_id, it.made_at > since, it.answer == GUESS
