"""From when until when a lesson lasts, wherever in a line somebody has written it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain import joining
from domain.days import Day, date_of
from domain.errors import ScheduleEndsFirst, ScheduleHalfTime
from domain.hours import AM, PM, clock

HALF = rf"(?: ?({AM}|{PM}|a\.m\.|p\.m\.)(?!\w))?"
UNIT = r"(?: ?\u0447(?:\u0430\u0441(?:\u043e\u0432|\u0430)?)?\b\.?)?"
CLOCK = rf"([0-9]{{1,2}})(?: ?([:.]) ?([0-9]{{2}}))?{HALF}{UNIT}"
TILL = rf" ?(?:{joining.TILL}) ?"
NOT_AFTER = r"(?<![\w.:/])(?<![\w]-)"
NOT_BEFORE = r"(?![\w:/]|[.-] ?[0-9])"

PAIR = re.compile(rf"{NOT_AFTER}{CLOCK}{TILL}{CLOCK}{NOT_BEFORE}")
DASHED = re.compile(
    rf"{NOT_AFTER}([0-9]{{1,2}})-([0-5][05]){TILL}([0-9]{{1,2}})-([0-5][05]){NOT_BEFORE}"
)
BARE = re.compile(
    rf"{NOT_AFTER}([0-9]{{2}}) ?([0-5][05]) ?- ?([0-9]{{2}}) ?([0-5][05]){NOT_BEFORE}"
)
"""18-00 \u2013 19-30, and 1800-1930, where an hour has two digits and minutes are rounded."""

SINGLE = re.compile(rf"{NOT_AFTER}{CLOCK}(?![\w:/]|-[0-9]|\.[0-9])")
LASTING = re.compile(
    r"[ ,(]*(?:for |\u043d\u0430 |\u043f\u043e )?([0-9]{1,3})(?:[.,](5))? "
    r"?(\u043c(?:\u0438\u043d\w*)?|m(?:in\w*)?|\u0447(?:\u0430\u0441\w*)?|"
    r"h(?:ours?)?)\b\.?\)?"
)
HOURS = ("\u0447", "h")

ANY_YEAR = 2024
"""One with a 29 February."""

LATE = 12
"""Hours that a lesson hardly lasts."""


@dataclass(frozen=True)
class Hours:
    start: time
    end: time


@dataclass(frozen=True)
class Mark:
    """A place in a line, and what is there."""

    start: int
    end: int
    value: Hours
    is_sure: bool = True
    """Dots stand in dates too: 10.10-11.10."""


def marks(line: str, *, has_days: bool) -> list[Mark]:
    """All of them. The line is in small letters, with plain dashes."""
    found = [*_pairs(line)]
    unsure = [it for it in found if not it.is_sure]
    sure = [it for it in found if it.is_sure]
    sure += _lasting(masked(line, [(it.start, it.end) for it in found]))
    if not sure and unsure and has_days:
        sure = [_chosen(line, unsure)]
    return sorted(sure, key=lambda it: it.start)


def halves(line: str) -> str | None:
    """A time that begins something and does not end."""
    for found in SINGLE.finditer(line):
        if found[2] or found[4]:
            return found[0].strip()
    return None


def single(found: re.Match[str]) -> time | None:
    """What ``SINGLE`` has found, or another form with an hour alone."""
    if len(found.groups()) == 1:
        return clock(found[1], None, None)
    if not found[2] and not found[4]:
        return None
    return _clock(found[1], found[3], found[4])


def masked(line: str, spans: list[tuple[int, int]]) -> str:
    """As long as before, with nothing in the spans."""
    for start, end in spans:
        line = line[:start] + "\n" * (end - start) + line[end:]
    return line


def _pairs(line: str) -> Iterator[Mark]:
    taken: list[tuple[int, int]] = []
    for form in (DASHED, BARE, PAIR):
        for found in form.finditer(masked(line, taken)):
            mark = _of_pair(found) if form is PAIR else _of_four(found)
            if mark is not None:
                taken.append((mark.start, mark.end))
                yield mark


def _of_four(found: re.Match[str]) -> Mark | None:
    start, end = clock(found[1], found[2], None), clock(found[3], found[4], None)
    if start is None or end is None:
        return None
    return _mark(found, start, end)


def _of_pair(found: re.Match[str]) -> Mark | None:
    hour, sign, minute, half, hour_, sign_, minute_, half_ = found.groups()
    if sign and sign_ and sign != sign_ and _is_day(hour_, minute_):
        # 18:00 until 20.12
        return None
    start, end = _clock(hour, minute, half or half_), _clock(hour_, minute_, half_)
    if start and end and not half and start >= end:
        start = _clock(hour, minute, None)
    is_sure = bool(half or half_ or sign == ":" or sign_ == ":")
    is_date = _is_day(hour_, minute_) and (not minute or _is_day(hour, minute))
    if start is None or end is None:
        if is_date and not is_sure:
            return None
        raise ScheduleHalfTime(found[0].strip())
    if not is_sure and is_date:
        return Mark(found.start(), found.end(), Hours(start, end), is_sure=False)
    return _mark(found, start, end)


def _chosen(line: str, unsure: list[Mark]) -> Mark:
    """Which of those are hours, if one of them must be."""
    found = min(unsure, key=_strangeness)
    if found.value.end <= found.value.start:
        raise ScheduleEndsFirst(line[found.start : found.end].strip())
    return found


def _mark(found: re.Match[str], start: time, end: time) -> Mark:
    if end <= start:
        raise ScheduleEndsFirst(found[0].strip())
    return Mark(found.start(), found.end(), Hours(start, end))


def _lasting(line: str) -> Iterator[Mark]:
    """18:00, 90 minutes."""
    for found in SINGLE.finditer(line):
        length = LASTING.match(line, found.end())
        start = _clock(found[1], found[3], found[4])
        if start is None or length is None or not (found[2] or found[4]):
            continue
        unit = timedelta(hours=1) if length[3].startswith(HOURS) else timedelta(minutes=1)
        span = (int(length[1]) + (0.5 if length[2] else 0)) * unit
        begin = datetime.combine(date(ANY_YEAR, 1, 1), start)
        if not span or (begin + span).date() != begin.date():
            raise ScheduleEndsFirst(line[found.start() : length.end()].strip())
        yield Mark(found.start(), length.end(), Hours(start, (begin + span).time()))


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    if (int(hour), int(minute or 0)) == (24, 0):
        return None
    return clock(hour, minute, half.replace(".", "") if half else None)


def _is_day(number: str, month: str | None) -> bool:
    return month is not None and date_of(Day(int(number), int(month), None), ANY_YEAR) is not None


def _strangeness(mark: Mark) -> tuple[int, bool, int]:
    """Lessons begin at round minutes, not by night, and do not last half a day."""
    start, end = mark.value.start, mark.value.end
    odd = sum(it.minute % 5 != 0 for it in (start, end))
    is_long = end < start or end.hour - start.hour >= LATE
    return odd, is_long, mark.start
