"""From one day to another, as people write it: `01.11-15.11`, `from 1 to 15 November 2026`. One
side may be left open: `from 1 November`, `until 15.11`."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import product

from domain.days import FIRST_YEAR, LAST_YEAR, LONGEST, Day, as_day, as_days, dates_of, pattern
from domain.errors import PeriodNotValid
from domain.joining import SINCE, TILL, UNTIL, YEAR
from domain.names import tidy

__all__ = ["BEGINNING", "FIRST_YEAR", "LAST_YEAR", "Span", "read"]

Span = tuple[date, date]
"""The first day and the last."""

YEARS_BACK = 5
"""Where a year that was left out is looked for: among so many is one with a 29 February."""

BEGINNING = date(FIRST_YEAR, 1, 1)
"""Where what has no first day begins: the history is not as old."""

PLAIN = "on|for|\u0437\u0430"
"""What people say around days, in English and in Russian. Nothing else may be there."""

BEFORE = re.compile(rf"(?:(?P<since>{SINCE})|(?P<until>{UNTIL})|{PLAIN})?\s*(?:the\s+)?")
BETWEEN = re.compile(rf"{YEAR}\s*(?:{TILL})?\s*(?:the\s+)?")
AFTER = re.compile(rf"{YEAR}\s*")


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
    found = list(pattern().finditer(text)) if len(text) <= LONGEST else []
    if len(found) not in {1, 2}:
        raise PeriodNotValid
    before = BEFORE.fullmatch(text[: found[0].start()])
    between = BETWEEN.fullmatch(text[found[0].end() : found[-1].start()])
    if not (before and between and AFTER.fullmatch(text[found[-1].end() :])):
        raise PeriodNotValid
    side = Side(before.lastgroup) if before.lastgroup else None
    if side is Side.UNTIL and len(found) > 1:
        raise PeriodNotValid
    return side, [*as_days(found[0], found[-1])] if len(found) > 1 else [as_day(found[0])]


def _between(first: Day, last: Day, today: date) -> Span:
    spans = list(_readings(first, last, today))
    if not spans:
        raise PeriodNotValid
    return min(spans, key=lambda span: _strangeness(span, today))


def _nearest(day: Day, today: date) -> date:
    dates = dates_of(day, _years(today))
    if not dates:
        raise PeriodNotValid
    return min(dates, key=lambda it: (it > today, abs(today - it)))


def _readings(first: Day, last: Day, today: date) -> Iterator[Span]:
    years = _years(today)
    for one, other in product(dates_of(first, years), dates_of(last, years)):
        yield min(one, other), max(one, other)


def _strangeness(span: Span, today: date) -> tuple[bool, timedelta, timedelta]:
    """The history is of the past, and of recent weeks rather than of years."""
    first, last = span
    return first > today, last - first, abs(today - first)


def _years(today: date) -> range:
    """In which a day without a year may be."""
    return range(today.year + 1, today.year - YEARS_BACK, -1)
