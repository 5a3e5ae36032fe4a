"""The room of a lesson: what the staff see who check people in, and how long check-in lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Lesson, LessonStatus, StaffPart
from db.queries import courses, rooms
from db.queries.rooms import Class, Counts
from domain import journal, policy, room_codes
from domain.actor import Actor, Viewer
from domain.errors import (
    CheckInLongEnough,
    CheckInNotOpen,
    CourseNotOpen,
    LessonCancelled,
    LessonNotFound,
)
from domain.policy import Action
from domain.room_codes import ShownCode
from domain.tokens import Signer

__all__ = ["Class", "Counts"]

LONGER, LONGEST = timedelta(minutes=15), timedelta(hours=3)
"""By how much it is extended at a time, and until how long after the lesson."""

NAMED = 12
"""How many of who is missing are named."""


class Phase(Enum):
    AHEAD = auto()
    OPEN = auto()
    OVER = auto()
    CANCELLED = auto()
    NOT_PUBLISHED = auto()


@dataclass(frozen=True)
class Room:
    lesson: Lesson
    course: Course
    part: StaffPart | None
    opens_at: datetime
    phase: Phase
    counts: Counts
    missing: Sequence[str]
    """Names of the first of them."""
    code: ShownCode | None
    """While check-in is open."""
    longer_until: datetime | None
    """When it would end if it lasted longer, or were open again; none if that is too long."""


@dataclass(frozen=True)
class Now:
    """What is on for somebody who works on courses."""

    on: Sequence[Class]
    next: Class | None
    """Where nothing is on."""


async def see(
    session: AsyncSession, viewer: Viewer, signer: Signer, *, lesson_id: int, now: datetime
) -> Room:
    found = await of(session, viewer, lesson_id=lesson_id)
    counted = await rooms.counts(session, found.lesson)
    missing = await rooms.missing(session, found.lesson, limit=NAMED)
    return as_room(found, signer, counted, missing, now)


async def after(session: AsyncSession, viewer: Viewer, *, lesson_id: int, now: datetime) -> Room:
    """The same without a code, for a letter: while check-in is open, too."""
    found = await of(session, viewer, lesson_id=lesson_id)
    counted = await rooms.counts(session, found.lesson)
    missing = await rooms.missing(session, found.lesson, limit=NAMED)
    return as_room(found, None, counted, missing, now)


async def on_now(session: AsyncSession, viewer: Viewer, *, now: datetime) -> Now:
    on = await rooms.on_now(session, viewer, now=now)
    return Now(on, None if on else await rooms.next_one(session, viewer, now=now))


async def of(
    session: AsyncSession, viewer: Viewer, *, lesson_id: int, is_held: bool = False
) -> Class:
    """A lesson at which the viewer checks people in; held, where its check-in is to change."""
    found = await (rooms.hold if is_held else rooms.find)(session, viewer, lesson_id)
    if found is None or await courses.seen(session, viewer, found.course.id) is None:
        raise LessonNotFound
    policy.ensure(viewer.role, found.part, Action.MARK)
    return found


async def extend(
    session: AsyncSession, actor: Actor, *, lesson_id: int, seen: int, now: datetime
) -> Lesson:
    """Check-in lasts longer than until the minute that was seen, or is open again. If it ends at
    another now, somebody has changed it already, and nothing changes."""
    found = await of(session, actor, lesson_id=lesson_id, is_held=True)
    lesson = found.lesson
    if minute(lesson.closes_at) != seen:
        return lesson
    _ensure_takes_place(found)
    until = longer(lesson, now)
    if until is None:
        raise CheckInLongEnough(LONGEST // timedelta(hours=1))
    is_over = now >= lesson.closes_at
    if is_over:
        # What was on paper ended with it; until then it counts for messages that are late.
        lesson.fixed_code_at = None
    action = "reopen_check_in" if is_over else "extend_check_in"
    journal.note(session, actor, action, lesson, now=now, until_at=let_end(lesson, until))
    return lesson


async def close(session: AsyncSession, actor: Actor, *, lesson_id: int, now: datetime) -> Lesson:
    """Nobody can check in any more; the second time changes nothing."""
    found = await of(session, actor, lesson_id=lesson_id, is_held=True)
    _ensure_takes_place(found)
    if now < found.opens_at:
        raise CheckInNotOpen
    if now >= found.lesson.closes_at:
        return found.lesson
    until_at = let_end(found.lesson, now)
    journal.note(session, actor, "close_check_in", found.lesson, now=now, until_at=until_at)
    return found.lesson


async def fix_code(
    session: AsyncSession, actor: Actor, signer: Signer, *, lesson_id: int, now: datetime
) -> tuple[Class, ShownCode]:
    """The room code of now, good for ten minutes on paper; while one is, it is that one."""
    found = await of(session, actor, lesson_id=lesson_id, is_held=True)
    if phase_of(found, now) is not Phase.OPEN:
        raise CheckInNotOpen
    if room_codes.fixed_until(found.lesson, now) is None:
        found.lesson.fixed_code_at = now
        journal.note(session, actor, "fix_room_code", found.lesson, now=now)
    return found, room_codes.paper_code(signer, found.lesson, now)


def longer(lesson: Lesson, now: datetime) -> datetime | None:
    """Until when check-in would last: a lesson that goes on is open again until its end. None if
    that is too long."""
    if now < lesson.ends_at and lesson.closes_at <= now:
        return lesson.ends_at
    until = max(lesson.closes_at, now) + LONGER
    latest = lesson.ends_at + LONGEST
    if until <= latest:
        return until
    return latest if lesson.closes_at < latest and now < latest else None


def phase_of(found: Class, now: datetime) -> Phase:
    if found.lesson.status is LessonStatus.CANCELLED:
        return Phase.CANCELLED
    if found.course.status is CourseStatus.DRAFT:
        return Phase.NOT_PUBLISHED
    if now >= found.lesson.closes_at or found.course.status is not CourseStatus.PUBLISHED:
        return Phase.OVER
    return Phase.AHEAD if now < found.opens_at else Phase.OPEN


def as_room(
    found: Class, signer: Signer | None, counted: Counts, missing: Sequence[str], now: datetime
) -> Room:
    phase = phase_of(found, now)
    code = None
    if phase is Phase.OPEN and signer is not None:
        code = room_codes.shown_code(signer, found.lesson, now)
    about = found.lesson, found.course, found.part, found.opens_at
    return Room(*about, phase, counted, missing, code, longer(found.lesson, now))


def minute(at: datetime) -> int:
    """Since 1970: people see no seconds, and buttons carry none."""
    return int(at.timestamp()) // 60


def let_end(lesson: Lesson, until: datetime) -> list[str]:
    """Let check-in end then: before and after, as the history keeps it."""
    before, lesson.check_in_until = lesson.closes_at, until
    return [before.isoformat(), until.isoformat()]


def _ensure_takes_place(found: Class) -> None:
    if found.lesson.status is LessonStatus.CANCELLED:
        raise LessonCancelled
    if found.course.status is not CourseStatus.PUBLISHED:
        raise CourseNotOpen
