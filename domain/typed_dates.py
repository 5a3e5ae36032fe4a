"""The first day and the last, wherever in a line somebody has written them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from domain import joining, typed_months
from domain.days import Day, as_day, as_days, date_of, following, is_month_first, pattern
from domain.errors import ScheduleDatesUnclear
from domain.typed_months import Found

SINCE = re.compile(rf"\b(?:{joining.FIRST_DAY}):? ?(?:the )?$")
UNTIL = re.compile(rf"\b(?P<word>{joining.LAST_DAY}):? ?(?:the )?$")
TILL = re.compile(rf"{joining.YEAR} ?(?P<word>{joining.TILL}) ?(?:the )?")
INCLUSIVE = re.compile(
    rf"{joining.YEAR},? ?\(?(?:"
    r"\u0432\u043a\u043b\u044e\u0447\u0438\u0442\u0435\u043b\u044c\u043d\u043e|inclusive(?:ly)?|incl\b\.?)\)?"
)
YEAR = re.compile(joining.YEAR)
TWICE = re.compile(
    r"(?<![\w:.-])[0-9]{1,2} ?- ?[0-9]{1,2} [a-z]{3,} [0-6](?: ?- ?[0-9]{1,2})?"
    r"(?![\w:.]| ?[ap]\.?m| ?- ?[a-z])"
)
"""`18-19 Dec 1-20`: the days may be on either side, and no lesson begins by night."""

ANY_YEAR = 2024


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
    found = [*_days(line)]
    if only_sure:
        _ensure_one_month(line, found)
    else:
        _ensure_real(line)
    found = sorted([*found, *typed_months.found(line, found)], key=lambda it: it.start)
    return [it for it in _joined(line, found) if it.is_sure or not only_sure]


def _days(line: str) -> Iterator[Found]:
    behind = 0
    for it in pattern().finditer(line):
        if it.start() < behind or not _is_whole(line, it):
            continue
        till = TILL.match(line, it.end()) if is_month_first(it) else None
        bare = following(it, line, till.end()) if till else None
        last = as_days(it, bare)[1] if bare and as_day(bare).month is None else None
        if bare and last and date_of(last, last.year or ANY_YEAR):
            behind = bare.end()
            yield Found(it.start(), behind, as_day(it), last, is_sure=True, is_span=True)
        else:
            yield Found(*it.span(), as_day(it), as_day(it), is_sure=_is_sure(it))


def _joined(line: str, found: list[Found]) -> Iterator[Mark]:
    rest = zip_longest(found, found[1:])
    for it, behind in rest:
        since, until = SINCE.search(line, 0, it.start), UNTIL.search(line, 0, it.start)
        start = since.start() if since else it.start
        between = TILL.fullmatch(line, it.end, behind.start) if behind else None
        if it.is_span:
            yield Mark(start, _end(line, it)[0], Dates(it.first, it.last), is_sure=True)
        elif behind and between and not until and _is_period(it, behind):
            next(rest, None)
            end, is_whole = _end(line, behind)
            dates = Dates(*typed_months.period(it, behind, between["word"], is_whole=is_whole))
            yield Mark(start, end, dates, it.is_sure or behind.is_sure)
        elif since and it.first and it.first.month:
            yield Mark(start, _end(line, it)[0], Dates(it.first, None), it.is_sure)
        elif until and typed_months.is_last(it, until["word"]):
            end, is_whole = _end(line, it)
            last = typed_months.last(it, until["word"], is_whole=is_whole)
            yield Mark(until.start(), end, Dates(None, last), it.is_sure)


def _is_period(it: Found, behind: Found) -> bool:
    """The month of the first may be left out, unless the last day is that of a month."""
    if it.first is None or behind.is_span or not (behind.first or behind.last):
        return False
    last = behind.last or behind.first
    return bool(last and last.month) and not (behind.is_month and it.first.month is None)


def _end(line: str, found: Found) -> tuple[int, bool]:
    """Where it ends, and whether it says that the last day is one of them."""
    if inclusive := INCLUSIVE.match(line, found.end):
        return inclusive.end(), True
    year = YEAR.match(line, found.end)
    return (year.end() if year else found.end), False


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


def _ensure_one_month(line: str, found: list[Found]) -> None:
    twice = TWICE.search(line)
    if twice and any(twice.start() <= it.start < twice.end() and it.is_sure for it in found):
        raise ScheduleDatesUnclear(twice[0])


def _is_sure(found: re.Match[str]) -> bool:
    return any(it for name, it in found.groupdict().items() if name.startswith(("word", "year")))
