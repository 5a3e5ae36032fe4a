"""The lessons of a course follow its schedule; what people had a hand in stays as it is."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson, LessonStatus
from db.queries import lessons
from domain import schedule
from domain.errors import DomainError, HostBusy, LessonClash
from domain.schedule import Slot

RULES: dict[str, type[DomainError]] = {
    "ex_lessons_one_at_a_time": LessonClash,
    "ex_lessons_host_in_one_place": HostBusy,
}
"""Which constraint says what."""

DayOf = Callable[[datetime], date]


@dataclass(frozen=True)
class Changes:
    """How many lessons a new schedule makes, moves to another hour and takes away."""

    added: int
    moved: int
    removed: int


@dataclass(frozen=True)
class Match:
    """What becomes of lessons and slots."""

    kept: Sequence[tuple[Lesson, Slot]]
    moved: Sequence[tuple[Lesson, Slot]]
    removed: Sequence[Lesson]
    added: Sequence[Slot]


async def follow(session: AsyncSession, course: Course, tz: ZoneInfo, *, now: datetime) -> Changes:
    """Make the lessons to come be those of the schedule. The course must be locked.

    What is over, was marked, edited by hand or cancelled is left alone, and nothing is made in
    its place.
    """
    slots = await _slots(session, course, tz)
    loose, fixed = await _hold(session, course, now)
    stands = {it.starts_at for it in fixed if it.status is LessonStatus.SCHEDULED}
    stands |= {it.planned_at for it in fixed if it.planned_at}
    wanted = {at: it for at, it in slots.items() if at > now and at not in stands}
    displaced = [it.planned_at for it in fixed if it.planned_at and it.planned_at not in slots]
    found = match(loose, wanted, displaced, lambda at: at.astimezone(tz).date())
    await _apply(session, course, found)
    return Changes(len(found.added), len(found.moved), len(found.removed))


def match(
    loose: Sequence[Lesson],
    wanted: Mapping[datetime, Slot],
    displaced: Iterable[datetime],
    day_of: DayOf,
) -> Match:
    """Give each slot to the lesson that is there, or else to one of the same day.

    Where people had a hand in a lesson whose slot is gone, it stands for one of its day.
    """
    kept = [(it, wanted[it.starts_at]) for it in loose if it.starts_at in wanted]
    taken = {it.starts_at for it, _ in kept}
    free = _by_day([wanted[at] for at in sorted(wanted.keys() - taken)], day_of)
    for at in displaced:
        if slots := free[day_of(at)]:
            slots.popleft()
    moved, removed = [], []
    for it in loose:
        if it.starts_at in taken:
            continue
        if slots := free[day_of(it.starts_at)]:
            moved.append((it, slots.popleft()))
        else:
            removed.append(it)
    return Match(kept, moved, removed, [slot for slots in free.values() for slot in slots])


async def ensure_no_clash(session: AsyncSession) -> None:
    """Refuse what breaks a rule about all lessons, now and not only when it is committed."""
    await session.flush()
    for constraint, refusal in RULES.items():
        try:
            await lessons.check(session, constraint)
        except IntegrityError as error:
            raise refusal from error


def _by_day(slots: Iterable[Slot], day_of: DayOf) -> defaultdict[date, deque[Slot]]:
    found: defaultdict[date, deque[Slot]] = defaultdict(deque)
    for slot in slots:
        found[day_of(slot.starts_at)].append(slot)
    return found


async def _hold(
    session: AsyncSession, course: Course, now: datetime
) -> tuple[Sequence[Lesson], Sequence[Lesson]]:
    """Those that follow the schedule, and those that do not."""
    held = await lessons.lock_all(session, course.id)
    marked = await lessons.marked(session, [it.id for it in held])
    loose = [it for it in held if it.is_as_planned(now) and it.id not in marked]
    return loose, [it for it in held if it not in loose]


async def _slots(session: AsyncSession, course: Course, tz: ZoneInfo) -> dict[datetime, Slot]:
    rules, first, last = course.schedule, course.start_date, course.end_date
    holidays = await lessons.holidays(session)
    found = schedule.slots(rules, first, last, tz, holidays=holidays)
    return {it.starts_at: it for it in found}


async def _apply(session: AsyncSession, course: Course, found: Match) -> None:
    for lesson, slot in [*found.kept, *found.moved]:
        lesson.starts_at = lesson.planned_at = slot.starts_at
        lesson.ends_at, lesson.location = slot.ends_at, slot.location
    if found.removed:
        await lessons.remove(session, [it.id for it in found.removed])
    session.add_all(
        Lesson(
            course_id=course.id,
            starts_at=it.starts_at,
            planned_at=it.starts_at,
            ends_at=it.ends_at,
            location=it.location,
        )
        for it in found.added
    )
    await ensure_no_clash(session)
