"""How a mark becomes another, or is taken back: with its points, and what the history tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceSource, AttendanceStatus
from db.queries import points
from db.queries.attendance import SeenMark
from domain import completing, journal
from domain.actor import Service
from domain.authoring import Author

POSSIBLE_FOR = timedelta(seconds=60)
"""To take a check-in back. Later the staff correct it in the list of the lesson, with a reason."""

Came = AttendanceStatus | bool
"""How they came, or just whether."""


@dataclass(frozen=True)
class Word:
    """On which a mark becomes another."""

    status: AttendanceStatus
    source: AttendanceSource
    by: int | None
    at: datetime
    reason: str = ""


def status_of(came: Came, before: AttendanceStatus | None = None) -> AttendanceStatus:
    """Just "came" and "did not" leave alone what says the same more exactly."""
    if isinstance(came, AttendanceStatus):
        return came
    if before is not None and before.is_attended is came:
        return before
    return AttendanceStatus.PRESENT if came else AttendanceStatus.ABSENT


async def turn(
    session: AsyncSession,
    author: Author,
    seen: SeenMark,
    held: Attendance,
    word: Word,
    *,
    now: datetime,
) -> None:
    """The mark must be held."""
    before = held.status
    if held.source is AttendanceSource.SELF:
        held.excuse = held.reason or ""
    held.status, held.source, held.reason = word.status, word.source, word.reason or None
    if held.marked_at != word.at:
        held.written_at = None
    held.marked_by, held.marked_at = word.by, word.at
    has_reason = {"has_reason": True} if word.reason else {}
    details = {"status": [before, word.status], "enrollment_id": held.enrollment_id} | has_reason
    journal.note(session, author, "change_mark", held, now=now, **details)
    if before.is_attended is not word.status.is_attended:
        due = seen.points_per_visit if word.status.is_attended else 0
        await _settle(session, seen, held, due, now)
    await completing.settle(session, author, [held.enrollment_id], now=now)


async def take_back(
    session: AsyncSession, author: Author, seen: SeenMark, held: Attendance, *, now: datetime
) -> None:
    """As if nobody had marked them: who had said that they would not come has said so again. What
    the staff had marked before stands again, but for services. The mark must be held."""
    former = None if isinstance(author, Service) else held.former
    details: dict[str, Any] = {
        "status": held.status,
        "enrollment_id": held.enrollment_id,
        "lesson_id": held.lesson_id,
    }
    if former is not None or held.excuse is not None:
        details["leaves"] = former["status"] if former else AttendanceStatus.EXCUSED
    journal.note(session, author, "undo_attendance", held, now=now, **details)
    await _settle(session, seen, held, 0, now)
    held.former = held.written_at = None
    if former is not None:
        _restore(held, former)
    elif held.excuse is not None:
        _excuse(held, seen.user_id, now)
    else:
        await session.delete(held)
    await completing.settle(session, author, [held.enrollment_id], now=now)


def _restore(held: Attendance, former: dict[str, Any]) -> None:
    held.status, held.source = (
        AttendanceStatus(former["status"]),
        AttendanceSource(former["source"]),
    )
    held.marked_by, held.reason = former["marked_by"], None
    held.marked_at = datetime.fromisoformat(former["marked_at"])


def _excuse(held: Attendance, user_id: int, now: datetime) -> None:
    held.status, held.source = AttendanceStatus.EXCUSED, AttendanceSource.SELF
    held.marked_by, held.marked_at = user_id, now
    held.reason, held.excuse = held.excuse or None, None


async def _settle(
    session: AsyncSession, seen: SeenMark, held: Attendance, due: int, now: datetime
) -> None:
    whose = {"user_id": seen.user_id, "course_id": seen.course_id}
    await points.settle(session, points.key_of_mark(held.id), due=due, now=now, **whose)
