"""Which lesson has which place in a schedule."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.models import Lesson
from domain.schedule import Slot

DayOf = Callable[[datetime], date]


@dataclass(frozen=True)
class Match:
    """What becomes of lessons and slots."""

    kept: Sequence[tuple[Lesson, Slot]]
    moved: Sequence[tuple[Lesson, Slot]]
    removed: Sequence[Lesson]
    added: Sequence[Slot]


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


def _by_day(slots: Iterable[Slot], day_of: DayOf) -> defaultdict[date, deque[Slot]]:
    found: defaultdict[date, deque[Slot]] = defaultdict(deque)
    for slot in slots:
        found[day_of(slot.starts_at)].append(slot)
    return found
