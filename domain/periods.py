"""From one day to another, as people write it: `01.11-15.11`, `from 1 to 15 November 2026`. One
side may be left open: `from 1 November`, `until 15.11`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import product

from babel.dates import get_month_names

from domain.campus import LANGUAGES
from domain.errors import PeriodNotValid
from domain.names import tidy

Span = tuple[date, date]
"""The first day and the last."""

FIRST_YEAR, LAST_YEAR = 2000, 2099
CENTURY = 100
YEARS_BACK = 5
"""Where a year that was left out is looked for: among so many is one with a 29 February."""

BEGINNING = date(FIRST_YEAR, 1, 1)
"""Where what has no first day begins: the history is not as old."""

LONGEST = 100

SINCE = "from|since|\u0441\u043e?"
UNTIL = "to|till|until|through|\u0434\u043e|\u043f\u043e"
PLAIN = "on|for|\u0437\u0430"
YEAR = r"(?:\s*(?:\u0433\.?|\u0433\u043e\u0434\u0430?))?"
"""What people say around days, in English and in Russian. Nothing else may be there."""

BEFORE = re.compile(rf"(?:(?P<since>{SINCE})|(?P<until>{UNTIL})|{PLAIN})?\s*")
BETWEEN = re.compile(rf"{YEAR}\s*(?:[-\u2010-\u2015\u2212]|\.\.+|\u2026|{UNTIL})?\s*")
AFTER = re.compile(rf"{YEAR}\s*")


@dataclass(frozen=True)
class Day:
    """What was written of one."""

    number: int
    month: int | None
    year: int | None


class Side(StrEnum):
    """What a single day is of the period."""

    SINCE = "since"
    UNTIL = "until"


def read(typed: str, *, today: date) -> Span:
    """The days, in order. A year that was left out is the one that makes most sense of the past.

    What has no last day ends today, and what has no first one begins at ``BEGINNING``.
    Raises ``PeriodNotValid``.
    """
    side, days = _written(tidy(typed).lower())
    if len(days) > 1:
        return _between(days[0], days[1], today)
    day = _nearest(days[0], today)
    match side:
        case Side.SINCE if day > today:
            raise PeriodNotValid
        case Side.SINCE:
            return day, today
        case Side.UNTIL:
            return BEGINNING, day
        case None:
            return day, day


def _written(text: str) -> tuple[Side | None, list[Day]]:
    """The one or two days that the text is about, and nothing else."""
    found = list(_pattern().finditer(text)) if len(text) <= LONGEST else []
    if len(found) not in {1, 2}:
        raise PeriodNotValid
    before = BEFORE.fullmatch(text[: found[0].start()])
    between = BETWEEN.fullmatch(text[found[0].end() : found[-1].start()])
    if not (before and between and AFTER.fullmatch(text[found[-1].end() :])):
        raise PeriodNotValid
    side = Side(before.lastgroup) if before.lastgroup else None
    if side is Side.UNTIL and len(found) > 1:
        raise PeriodNotValid
    return side, [_as_day(it) for it in found]


def _between(first: Day, last: Day, today: date) -> Span:
    if first.month is None:
        first = replace(first, month=last.month)
    spans = list(_readings(first, last, today))
    if not spans:
        raise PeriodNotValid
    return min(spans, key=lambda span: _strangeness(span, today))


def _nearest(day: Day, today: date) -> date:
    dates = list(filter(None, (_date(day, year) for year in _years(day, today))))
    if not dates:
        raise PeriodNotValid
    return min(dates, key=lambda it: (it > today, abs(today - it)))


def _readings(first: Day, last: Day, today: date) -> Iterator[Span]:
    for years in product(_years(first, today), _years(last, today)):
        one, other = _date(first, years[0]), _date(last, years[1])
        if one and other:
            yield min(one, other), max(one, other)


def _strangeness(span: Span, today: date) -> tuple[bool, timedelta, timedelta]:
    """The history is of the past, and of recent weeks rather than of years."""
    first, last = span
    return first > today, last - first, abs(today - first)


def _years(day: Day, today: date) -> list[int]:
    if day.year is not None:
        return [day.year]
    return list(range(today.year + 1, today.year - YEARS_BACK, -1))


def _date(day: Day, year: int) -> date | None:
    if day.month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, day.month, day.number)
    except ValueError:
        return None


def _as_day(found: re.Match[str]) -> Day:
    parts = {name.rstrip("_"): it for name, it in found.groupdict().items() if it}
    month, year = parts.get("month"), parts.get("year")
    number = int(month) if month else _months().get(parts.get("word", ""))
    return Day(int(parts["day"]), number, _whole(int(year)) if year else None)


def _whole(year: int) -> int:
    return year if year >= CENTURY else FIRST_YEAR + year


@cache
def _months() -> dict[str, int]:
    """By all that is at least the first three letters of their names, in our languages."""
    names = [
        (name.lower(), number)
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, language).items()
    ]
    return {name[:end]: number for name, number in names for end in range(3, len(name) + 1)}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted(_months(), key=len, reverse=True))
    iso = "(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    dotted = "(?P<day_>[0-9]{1,2})[./](?P<month_>[0-9]{1,2})(?:[./](?P<year_>(?:[0-9]{2}){1,2}))?"
    spoken = (
        rf"(?P<day__>[0-9]{{1,2}})(?:\s*(?P<word>{words})\b\.?(?:\s+(?P<year__>[0-9]{{4}}))?)?"
    )
    return re.compile(rf"(?<![0-9])(?:{iso}|{dotted}|{spoken})(?![0-9])")
