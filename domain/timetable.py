"""The lessons of a course follow its schedule; what people had a hand in stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, LessonStatus
from db.queries import lessons
from domain import schedule
from domain.errors import DomainError, HostBusy, LessonClash
from domain.matching import Match, match
from domain.schedule import Slot

__all__ = ["Aim", "Changes", "Match", "Plan", "follow", "match", "plan"]

RULES: dict[str, type[DomainError]] = {
    "ex_lessons_one_at_a_time": LessonClash,
    "ex_lessons_host_in_one_place": HostBusy,
}
"""Which constraint says what."""


@dataclass(frozen=True)
class Changes:
    """How many lessons a new schedule makes, moves to another hour and takes away."""

    added: int
    moved: int
    removed: int
    lessons: list[list[Any]] = field(default_factory=list, compare=False)
    """For the history: the id of each, what it was and what it is; None for nothing."""

    @property
    def told(self) -> dict[str, list[object]]:
        """As an entry of the history has it."""
        return {"timetable": [*self.lessons]} if self.lessons else {}


@dataclass(frozen=True)
class Aim:
    """What the lessons of a course shall follow."""

    rules: Sequence[dict[str, Any]]
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Plan:
    """What following a schedule would do; nothing is done yet."""

    match: Match
    fixed: Sequence[Lesson]
    """Those that are left alone, whatever the schedule says."""
    free: Sequence[Slot]
    """Where there would be lessons, were it not for holidays."""


def aim(course: Course) -> Aim:
    return Aim(course.schedule, course.start_date, course.end_date)


async def follow(session: AsyncSession, course: Course, tz: ZoneInfo, *, now: datetime) -> Changes:
    """Make the lessons to come be those of the schedule. The course must be locked."""
    found = (await plan(session, course, aim(course), tz, now=now)).match
    before = {it.id: state(it) for it in [*_stay(found), *found.removed]}
    added = await _apply(session, course, found, now)
    after = {it.id: state(it) for it in [*_stay(found), *added]}
    told = [
        [it, before.get(it), after.get(it)]
        for it in before | after
        if before.get(it) != after.get(it)
    ]
    return Changes(len(found.added), len(found.moved), len(found.removed), told)


async def plan(
    session: AsyncSession, course: Course, what: Aim, tz: ZoneInfo, *, now: datetime
) -> Plan:
    """What is over, was marked, edited by hand or cancelled is left alone, and nothing is made in
    its place. The course must be locked."""
    slots, free = await _slots(session, what, tz)
    loose, fixed = await _hold(session, course, now)
    stands = {it.starts_at for it in fixed if it.status is LessonStatus.SCHEDULED}
    stands |= {it.planned_at for it in fixed if it.planned_at}
    wanted = {at: it for at, it in slots.items() if at > now and at not in stands}
    displaced = [it.planned_at for it in fixed if it.planned_at and it.planned_at not in slots]
    found = match(loose, wanted, displaced, lambda at: at.astimezone(tz).date())
    return Plan(found, fixed, [it for it in free if it.starts_at > now])


def state(lesson: Lesson) -> dict[str, str | None]:
    """What a schedule says of it, as the history keeps it."""
    return {
        "starts_at": lesson.starts_at.astimezone(UTC).isoformat(),
        "ends_at": lesson.ends_at.astimezone(UTC).isoformat(),
        "location": lesson.location,
    }


def freed(lesson_ids: Sequence[int], host_id: int) -> dict[str, list[list[Any]]]:
    """For the history: lessons that somebody gives no more, before and after."""
    told = [[it, {"host_id": host_id}, {"host_id": None}] for it in lesson_ids]
    return {"timetable": told} if told else {}


async def ensure_no_clash(session: AsyncSession) -> None:
    """Refuse what breaks a rule about all lessons, now and not only when it is committed."""
    await session.flush()
    for constraint, refusal in RULES.items():
        try:
            await lessons.check(session, constraint)
        except IntegrityError as error:
            raise refusal from error


async def _hold(
    session: AsyncSession, course: Course, now: datetime
) -> tuple[Sequence[Lesson], Sequence[Lesson]]:
    """Those that follow the schedule, and those that do not."""
    held = await lessons.lock_all(session, course.id)
    marked = await lessons.marked(session, [it.id for it in held])
    loose = [it for it in held if it.is_as_planned(now) and it.id not in marked]
    return loose, [it for it in held if it not in loose]


async def _slots(
    session: AsyncSession, what: Aim, tz: ZoneInfo
) -> tuple[dict[datetime, Slot], list[Slot]]:
    """Those of the schedule, and those that fall on holidays."""
    holidays = await lessons.holidays(session)
    found = schedule.slots(what.rules, what.first, what.last, tz, holidays=holidays)
    free = schedule.on_days(what.rules, what.first, what.last, tz, days=holidays)
    return {it.starts_at: it for it in found}, free


async def _apply(
    session: AsyncSession, course: Course, found: Match, now: datetime
) -> list[Lesson]:
    """Returns those that were made."""
    for lesson, slot in [*found.kept, *found.moved]:
        lesson.timed_at = lesson.timed_at if lesson.starts_at == slot.starts_at else now
        lesson.starts_at = lesson.planned_at = slot.starts_at
        lesson.ends_at, lesson.location = slot.ends_at, slot.location
    if found.removed:
        await lessons.remove(session, [it.id for it in found.removed])
    added = [made(course, it, now) for it in found.added]
    session.add_all(added)
    await ensure_no_clash(session)
    return added


def made(course: Course, slot: Slot, now: datetime) -> Lesson:
    return Lesson(
        course_id=course.id,
        timed_at=now,
        starts_at=slot.starts_at,
        planned_at=slot.starts_at,
        ends_at=slot.ends_at,
        location=slot.location,
    )


def _stay(found: Match) -> list[Lesson]:
    return [it for it, _ in [*found.kept, *found.moved]]
