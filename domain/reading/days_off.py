"""Days off, as people write them (`1-8.01 New Year; 23.02`), and as files have them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from icalendar import Component

from domain import days
from domain.days import Day, as_day, as_days, date_of
from domain.errors import DayNotValid, FileEmpty, FileNotRead, HolidaysNotValid, TooManyHolidays
from domain.joining import DASHES, SINCE, TILL, YEAR
from domain.names import tidy
from domain.reading import calendars, columns, events, tables
from domain.reading.cells import spelled
from domain.reading.found import VALUE, Cell
from domain.reading.occurrences import UNREADABLE
from domain.reading.patience import Patience
from domain.reading.tables import HEADINGS_WITHIN, Row

DaysOff = dict[date, str]
"""With their names, which may be empty."""

MOST = 400
"""At once: more than a year has."""

NAME_LENGTH = 60
LONGEST = 4096
LONGEST_SPAN = timedelta(days=120)
DAY = timedelta(days=1)

PARTS = re.compile(r"[;\n]+")
BETWEEN = re.compile(rf"\s*(?:{TILL})\s*(?:the\s+)?")
BEFORE = re.compile(rf"(?:(?:on|{SINCE})\s+)?(?:the\s+)?")
AFTER = re.compile(rf"{YEAR}[\s:,.\-{DASHES}]*")
BARE = re.compile(rf"(?P<day>[0-9]{{1,2}})(?=\s*[-{DASHES}]\s*[0-9])")
"""The first of two days of one month."""


def read(typed: str, *, today: date) -> DaysOff:
    """A year that was left out is the one that makes them be ahead. Raises ``HolidaysNotValid``
    and ``TooManyHolidays``."""
    parts = [it for it in map(tidy, PARTS.split(typed[:LONGEST])) if it]
    if not parts:
        raise HolidaysNotValid("")
    found: DaysOff = {}
    for part in parts:
        first, last, name = _part(part, today)
        _add(found, first, last, name)
    return found


def of_file(content: bytes, *, today: date, patience: Patience) -> DaysOff:
    """Of a calendar the events for whole days, of a table a column of days. Raises refusals of
    files, and the same as what is typed."""
    if calendars.is_calendar(content):
        return _of_calendar(tables.text(content), patience)
    return _of_table(tables.rows(content, patience), today)


def _part(part: str, today: date) -> tuple[date, date, str]:
    text = part.casefold()
    # What is spelled longer in small letters would put the name elsewhere.
    text = text if len(text) == len(part) else part
    before = BEFORE.match(text)
    begin = _day(text, before.end() if before else 0, part)
    first, at = as_day(begin), begin.end()
    between = BETWEEN.match(text, at)
    second = days.following(begin, text, between.end()) if between else None
    last = as_days(begin, second)[1] if second else None
    at = second.end() if second else at
    after = AFTER.match(text, at)
    name = part[after.end() if after else at :]
    span = _span(first, last if last and last.month else None, today)
    if span is None or len(name) > NAME_LENGTH:
        raise HolidaysNotValid(part[:VALUE])
    return *span, name


def _day(text: str, at: int, part: str) -> re.Match[str]:
    found = BARE.match(text, at) or days.pattern().match(text, at)
    if found is None:
        raise HolidaysNotValid(part[:VALUE])
    return found


def _span(first: Day, last: Day | None, today: date) -> tuple[date, date] | None:
    """Ahead, where no year was written; it may go over the end of one."""
    end = last or first
    begin = first if first.month else replace(first, month=end.month)
    is_dated = bool(end.year or begin.year)
    for year in _years(begin, end, today):
        until = date_of(end, year)
        for since in (date_of(begin, begin.year or year), date_of(begin, begin.year or year - 1)):
            is_span = since and until and timedelta(0) <= until - since <= LONGEST_SPAN
            if since and until and is_span and (is_dated or until >= today):
                return since, until
    return None


def _years(begin: Day, end: Day, today: date) -> list[int]:
    """In which the last day may be."""
    if end.year:
        return [end.year]
    year = begin.year or today.year
    return [year, year + 1]


def _add(found: DaysOff, first: date, last: date, name: str) -> None:
    if last - first > LONGEST_SPAN:
        raise TooManyHolidays(MOST)
    for number in range((last - first).days + 1):
        found[first + number * DAY] = name
    if len(found) > MOST:
        raise TooManyHolidays(MOST)


def _of_calendar(spelled: str, patience: Patience) -> DaysOff:
    found: DaysOff = {}
    events.lines_of(spelled)
    try:
        for it in patience.each(events.parsed(spelled)):
            for first, last in _whole_days(it):
                _add(found, first, last, tidy(str(it.get("SUMMARY", "")))[:NAME_LENGTH])
    except UNREADABLE as error:
        raise FileNotRead from error
    if not found:
        raise FileEmpty
    return found


def _whole_days(event: Component) -> Iterator[tuple[date, date]]:
    """The end of such an event is the day behind its last one."""
    start, end = event.get("DTSTART"), event.get("DTEND")
    first, behind = getattr(start, "dt", None), getattr(end, "dt", None)
    if isinstance(first, datetime) or not isinstance(first, date):
        return
    is_span = isinstance(behind, date) and not isinstance(behind, datetime) and behind > first
    yield first, (behind - DAY if is_span and behind else first)


def _of_table(rows: Iterator[Row], today: date) -> DaysOff:
    where: columns.Columns = {}
    for _, (_, row) in zip(range(HEADINGS_WITHIN), rows, strict=False):
        where = columns.days(row)
        if "day" in where:
            break
    if "day" not in where:
        raise FileNotRead
    found: DaysOff = {}
    for _, row in rows:
        cells = {name: row[at] for name, at in where.items() if at < len(row)}
        if cells.get("day", "") != "":
            first, last, name = _row(cells, today)
            _add(found, first, last, name)
    if not found:
        raise FileEmpty
    return found


def _row(cells: dict[str, Cell], today: date) -> tuple[date, date, str]:
    name = tidy(spelled(cells.get("name", "")))[:NAME_LENGTH]
    if "last" not in cells or cells["last"] == "":
        first, last, said = _part(tidy(spelled(cells["day"])), today)
        return first, last, name or said
    try:
        first = days.read(spelled(cells["day"]), today=today, since=today)
        last = days.read(spelled(cells["last"]), today=today, since=first)
    except DayNotValid as error:
        raise HolidaysNotValid(spelled(cells["day"])[:VALUE]) from error
    if last < first:
        raise HolidaysNotValid(spelled(cells["last"])[:VALUE])
    return first, last, name
