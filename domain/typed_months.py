"""Whole months, as first and last days: `from September to December`, `until the end of May`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from domain import joining
from domain.campus import LANGUAGES
from domain.days import Day, month_names, months

START = "(?:the )?(?:beginning|start) of|\u043d\u0430\u0447\u0430\u043b\u0430"
END = "(?:the )?end of|\u043a\u043e\u043d\u0446\u0430"
BEFORE_IT = {"\u0434\u043e", "until", "till", "by"}
"""What ends so before a month does not reach into it."""

LOOSE = {"to", "by"}
"""Places are named so too: `next to March Hall`."""

DECEMBER = 12


@dataclass(frozen=True)
class Found:
    """A day or a month in a line."""

    start: int
    end: int
    first: Day | None
    """None: no course begins with the end of a month."""
    last: Day | None
    """None: it ends before that month."""
    is_sure: bool = True
    is_span: bool = False
    """From one to another, without a word between them."""
    is_month: bool = False
    edge: str | None = None


def found(line: str, days: Iterable[Found]) -> Iterator[Found]:
    """Those that are not months of days."""
    taken = [(it.start, it.end) for it in days]
    for it in _pattern().finditer(line):
        if any(start < it.end() and it.start() < end for start, end in taken):
            continue
        number, year = months(*LANGUAGES)[it["word"]], int(it["year"]) if it["year"] else None
        first, last = Day(1, number, year), Day(1, number, year, is_month_end=True)
        yield Found(
            *it.span(),
            None if it["end"] else first,
            None if it["start"] else last,
            is_month=True,
            edge="end" if it["end"] else None,
        )


def is_last(found: Found, word: str) -> bool:
    """Whether that word before makes it so."""
    if found.is_month:
        return word not in LOOSE
    return found.last is not None and found.last.month is not None


def last(found: Found, word: str, *, is_whole: bool) -> Day | None:
    """The day that is meant with that word before."""
    is_before = word in BEFORE_IT and not is_whole and found.edge is None
    if found.first and found.is_month and (found.last is None or is_before):
        return _before(found.first)
    return found.last


def period(
    found: Found, following: Found, word: str, *, is_whole: bool
) -> tuple[Day | None, Day | None]:
    """The first day and the last. The month of the first may be left out."""
    first, end = found.first, last(following, word, is_whole=is_whole)
    if first and first.month is None and end:
        first = replace(first, month=end.month)
    return first, end


def _before(first: Day) -> Day:
    """The last day of the month before."""
    month = (first.month or 1) - 1 or DECEMBER
    year = first.year - 1 if first.year and month == DECEMBER else first.year
    return Day(1, month, year, is_month_end=True)


@cache
def _pattern() -> re.Pattern[str]:
    names = month_names(*LANGUAGES)
    return re.compile(
        rf"(?<![\w.])(?:(?:(?P<start>{START})|(?P<end>{END})) )?(?P<word>{names})\b\.?"
        r"(?! [0-9]{1,2}(?:st|nd|rd|th)?(?![\w:.]| ?-))"
        rf"(?: (?P<year>20[0-9]{{2}})(?! ?[-:0-9])(?={joining.YEAR}))?"
    )
