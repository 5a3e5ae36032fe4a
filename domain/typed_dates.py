"""The first day and the last, wherever in a line somebody has written them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from domain.days import Day, as_day, date_of, pattern
from domain.errors import ScheduleDatesUnclear

SINCE = re.compile(
    r"(?:\b(?:from|since|starting|\u043d\u0430\u0447\u0438\u043d\u0430\u044f "
    r"\u0441|\u0441\u043e?|\u043e\u0442) ?)$"
)
UNTIL = re.compile(r"(?:\b(?:to|till|until|through|ending|\u0434\u043e|\u043f\u043e) ?)$")
TILL = re.compile(
    r"(?: ?\u0433\.?| ?\u0433\u043e\u0434\u0430)? ?(?:-|\.\.+|\u2026|to|till|"
    r"until|through|\u0434\u043e|\u043f\u043e) ?"
)
YEAR = re.compile(r" ?(?:\u0433\u043e\u0434\u0430?\b|\u0433\b\.?)")
ORDINAL = re.compile(r"(?<=[0-9])(st|nd|rd|th)\b")

ANY_YEAR, YEARS_AHEAD, YEARS_BACK = 2024, 9, 9


@dataclass(frozen=True)
class Dates:
    first: Day | None
    last: Day | None


@dataclass(frozen=True)
class Mark:
    """A place in a line, and what is there."""

    start: int
    end: int
    value: Dates
    is_sure: bool


def marks(line: str, *, only_sure: bool) -> list[Mark]:
    """All of them. The line is in small letters, with plain dashes.

    Sure is a date with the name of its month, or with a year.
    """
    line = ORDINAL.sub(lambda it: " " * len(it[0]), line)
    found = [it for it in pattern().finditer(line) if _is_whole(line, it)]
    if not only_sure:
        _ensure_real(line)
    return [it for it in _joined(line, found) if it.is_sure or not only_sure]


def resolve(
    first: Day | None, last: Day | None, *, today: date
) -> tuple[date | None, date | None]:
    """The last day is the first such day that is not over; the first one is before that.

    Raises ``ScheduleDatesUnclear``.
    """
    if first and last and first.month is None:
        first = replace(first, month=last.month)
    if first and last and first.year and not last.year:
        since = _soonest(first, today)
        return since, _soonest(last, since)
    end = _soonest(last, today) if last else None
    begin = _beginning(first, end, today)
    if begin and end and begin > end:
        raise ScheduleDatesUnclear(f"{begin:%d.%m.%Y}-{end:%d.%m.%Y}")
    return begin, end


def _beginning(first: Day | None, end: date | None, today: date) -> date | None:
    if first is None:
        return None
    return _before(first, end) if end else _nearest(first, today)


def _joined(line: str, found: list[re.Match[str]]) -> Iterator[Mark]:
    rest = zip_longest(found, found[1:])
    for it, following in rest:
        day, since = as_day(it), SINCE.search(line, 0, it.start())
        until = UNTIL.search(line, 0, it.start())
        start = since.start() if since else it.start()
        between = TILL.fullmatch(line, it.end(), following.start()) if following else None
        if following and between and not until and as_day(following).month:
            next(rest, None)
            dates, is_sure = Dates(day, as_day(following)), _is_sure(it) or _is_sure(following)
            yield Mark(start, _end(line, following), dates, is_sure)
        elif day.month and since:
            yield Mark(start, _end(line, it), Dates(day, None), _is_sure(it))
        elif day.month and until:
            yield Mark(until.start(), _end(line, it), Dates(None, day), _is_sure(it))


def _end(line: str, found: re.Match[str]) -> int:
    year = YEAR.match(line, found.end())
    return year.end() if year else found.end()


def _is_whole(line: str, found: re.Match[str]) -> bool:
    """Not a part of an hour, nor of the number of a room."""
    before, after = line[: found.start()][-1:], line[found.end() :][:1]
    day = as_day(found)
    if before in {":", ".", "/"} or before.isalnum() or after == ":" or before == "_":
        return False
    if day.month is None:
        return before != "-"
    return date_of(day, day.year or ANY_YEAR) is not None


def _ensure_real(line: str) -> None:
    """What is said to be a day is one."""
    for found in pattern().finditer(line):
        day, since = as_day(found), SINCE.search(line, 0, found.start())
        is_said = since or UNTIL.search(line, 0, found.start())
        if is_said and day.month is not None and not date_of(day, day.year or ANY_YEAR):
            raise ScheduleDatesUnclear(found[0])


def _is_sure(found: re.Match[str]) -> bool:
    return any(it for name, it in found.groupdict().items() if name.startswith(("word", "year")))


def _soonest(day: Day, since: date) -> date:
    years = [day.year] if day.year else range(since.year, since.year + YEARS_AHEAD)
    found = [it for year in years if (it := date_of(day, year)) and (day.year or it >= since)]
    if not found:
        raise ScheduleDatesUnclear(spelled(day))
    return found[0]


def _before(day: Day, last: date) -> date:
    years = [day.year] if day.year else range(last.year, last.year - YEARS_BACK, -1)
    found = [it for year in years if (it := date_of(day, year)) and (day.year or it <= last)]
    if not found:
        raise ScheduleDatesUnclear(spelled(day))
    return found[0]


def _nearest(day: Day, today: date) -> date:
    years = [day.year] if day.year else range(today.year - 1, today.year + YEARS_AHEAD)
    found = [it for year in years if (it := date_of(day, year))]
    if not found:
        raise ScheduleDatesUnclear(spelled(day))
    return min(found, key=lambda it: abs(it - today))


def spelled(day: Day) -> str:
    return ".".join(f"{it:02}" for it in (day.number, day.month, day.year) if it)
