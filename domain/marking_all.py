"""Everybody of a lesson who has no mark gets one at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import AttendanceStatus, DeliveryKind
from db.queries import marking_all, rooms
from db.queries.marking_all import NewMarks
from db.queries.rooms import Class
from domain import completing, deliveries, policy, reopening, room, undoing
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import CheckInNotOpen, LessonCancelled, LessonNotFound, UndoTooLate
from domain.policy import Action
from domain.room import Phase


@dataclass(frozen=True)
class Asked:
    at: Class
    count: int
    """Who has no mark yet."""
    is_late: bool
    """Who comes now is late by the rule of the course."""
    is_open: bool
    """People still check in. Whoever marks the rest as absent ends that."""


@dataclass(frozen=True)
class TakenBack:
    count: int
    is_open_again: bool
    """Marking the rest as absent had closed check-in."""


async def ask(session: AsyncSession, actor: Actor, *, lesson_id: int, now: datetime) -> Asked:
    found = await room.of(session, actor, lesson_id=lesson_id)
    _ensure_possible(found, now)
    counted = await rooms.counts(session, found.lesson)
    is_late = now > found.lesson.starts_at + found.course.late_after
    is_open = room.phase_of(found, now) is Phase.OPEN
    return Asked(found, counted.unmarked, is_late, is_open)


async def mark_all(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    lesson_id: int,
    status: AttendanceStatus,
    now: datetime,
) -> int:
    """How many were marked; who has a mark keeps it. Each is told when it cannot be taken back
    any more."""
    found = await _hold(session, actor, lesson_id)
    _ensure_possible(found, now)
    if status is AttendanceStatus.ABSENT and room.phase_of(found, now) is Phase.OPEN:
        await room.close(session, actor, lesson_id=lesson_id, now=now)
    due = found.course.points_per_visit if status.is_attended else 0
    day = found.lesson.starts_at.astimezone(campus.tz).date()
    new = NewMarks(status, day, due)
    marked = await marking_all.add(session, found.lesson, new, by_user=actor.id, now=now)
    await completing.settle_all(session, actor, found.course, now=now)
    await _tell(session, actor, marked, now)
    return len(marked)


async def take_back(
    session: AsyncSession,
    actor: Actor,
    *,
    lesson_id: int,
    status: AttendanceStatus,
    at: datetime,
    now: datetime,
) -> TakenBack:
    """What the actor marked at that moment, with its points; who comes now can check in again."""
    found = await _hold(session, actor, lesson_id)
    if now > at + undoing.POSSIBLE_FOR:
        raise UndoTooLate
    gone = await marking_all.take_back(
        session, found.lesson, status=status, at=at, by_user=actor.id, now=now
    )
    await completing.settle_all(session, actor, found.course, now=now)
    is_open = status is AttendanceStatus.ABSENT and await reopening.reopen(
        session, actor, lesson_id=lesson_id, closed_at=at, now=now
    )
    return TakenBack(gone, is_open)


async def _hold(session: AsyncSession, actor: Actor, lesson_id: int) -> Class:
    found = await rooms.find_to_mark(session, actor, lesson_id)
    if found is None:
        raise LessonNotFound
    if found.part is None:
        # Whether they may know of it at all.
        await room.of(session, actor, lesson_id=lesson_id)
    policy.ensure(actor.role, found.part, Action.MARK)
    return found


def _ensure_possible(found: Class, now: datetime) -> None:
    phase = room.phase_of(found, now)
    if phase is Phase.CANCELLED:
        raise LessonCancelled
    if phase not in {Phase.OPEN, Phase.OVER}:
        raise CheckInNotOpen


async def _tell(
    session: AsyncSession, actor: Actor, marked: Sequence[tuple[int, int]], now: datetime
) -> None:
    """As bulk: it must not hold up the answers to others."""
    kind, at = DeliveryKind.CHECKED_IN, now.isoformat()
    due_at = now + undoing.POSSIBLE_FOR
    owed = [
        deliveries.notice(
            kind, user_id=user_id, key=f"{mark_id}:{at}", now=due_at, attendance_id=mark_id
        )
        for mark_id, user_id in marked
        if user_id != actor.id
    ]
    for it in owed:
        it["urgent"] = False
    await deliveries.owe(session, owed)
