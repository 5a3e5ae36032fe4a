"""How a mark becomes another, or is taken back: with its points, and what the history tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceSource, AttendanceStatus
from db.queries import points
from db.queries.attendance import SeenMark
from domain import journal
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
    held.marked_by, held.marked_at = word.by, word.at
    has_reason = {"has_reason": True} if word.reason else {}
    details = {"status": [before, word.status], "enrollment_id": held.enrollment_id} | has_reason
    journal.note(session, author, "change_mark", held, now=now, **details)
    if before.is_attended is not word.status.is_attended:
        due = seen.points_per_visit if word.status.is_attended else 0
        await _settle(session, seen, held, due, now)


async def take_back(
    session: AsyncSession, author: Author, seen: SeenMark, held: Attendance, *, now: datetime
) -> None:
    """As if nobody had marked them: who had said that they would not come has said so again. The
    mark must be held."""
    details: dict[str, Any] = {
        "status": held.status,
        "enrollment_id": held.enrollment_id,
        "lesson_id": held.lesson_id,
    }
    if held.excuse is not None:
        details["leaves"] = AttendanceStatus.EXCUSED
    journal.note(session, author, "undo_attendance", held, now=now, **details)
    await _settle(session, seen, held, 0, now)
    if held.excuse is None:
        await session.delete(held)
        return
    held.status, held.source = AttendanceStatus.EXCUSED, AttendanceSource.SELF
    held.marked_by, held.marked_at = seen.user_id, now
    held.reason, held.excuse = held.excuse or None, None


async def _settle(
    session: AsyncSession, seen: SeenMark, held: Attendance, due: int, now: datetime
) -> None:
    whose = {"user_id": seen.user_id, "course_id": seen.course_id}
    await points.settle(session, points.key_of_mark(held.id), due=due, now=now, **whose)
