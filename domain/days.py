"""Days, as people write them: `1.09.2026`, `1 September`, `2026-09-01`, `tomorrow`."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from domain.campus import LANGUAGES
from domain.errors import DayNotValid
from domain.joining import SINCE, UNTIL, YEAR
from domain.names import tidy

FIRST_YEAR, LAST_YEAR = 2000, 2099
CENTURY = 100
YEARS_AHEAD = 9
"""Where a year that was left out is looked for: among so many is one with a 29 February."""

LONGEST = 100

NEAR = {
    "today": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
    "\u0441\u0435\u0433\u043e\u0434\u043d\u044f": 0,
    "\u0437\u0430\u0432\u0442\u0440\u0430": 1,
    "\u043f\u043e\u0441\u043b\u0435\u0437\u0430\u0432\u0442\u0440\u0430": 2,
}
"""How far off, in English and in Russian."""

BEFORE = re.compile(rf"^(?:(?:on|by|{SINCE}|{UNTIL}|\u043a)\s+)?(?:the\s+)?")
AFTER = re.compile(rf"{YEAR}\s*\.?")
"""What people say around a day. Nothing else may be there."""


ORDINAL = r"(?:(?:st|nd|rd|th|-?(?:\u0433\u043e|\u043e\u0435|\u0435))(?!\w))?"

NO_DAY_OF_ENGLISH = r"(?!\.?\s+[0-9]{1,2}(?:st|nd|rd|th)?\s*-\s*[a-z]{3})"
"""In `18-19 Dec 1 - Dec 20` the month is that of what stands behind it."""


GAP = r"[^\S\n]"
"""Between the parts of a day. Lines do not go on: what was understood is masked by breaks."""

YEAR_BEHIND = rf"(?:(?:{GAP}+|,{GAP}+(?=20[0-9]{{2}}(?![\s-]*[0-9])))(?P<year__>[0-9]{{4}}))?"


@dataclass(frozen=True)
class Day:
    """What was written of one."""

    number: int
    month: int | None
    year: int | None
    is_month_end: bool = False
    """Whatever the number is."""


def read(typed: str, *, today: date, since: date) -> date:
    """The day. One without a year is the first such day from ``since`` on.

    Raises ``DayNotValid``.
    """
    text = tidy(typed).casefold()
    if len(text) > LONGEST:
        raise DayNotValid
    text = BEFORE.sub("", text, count=1)
    if text in NEAR:
        return today + timedelta(days=NEAR[text])
    found = _at_start(text)
    if found is None or not AFTER.fullmatch(text[found.end() :]):
        raise DayNotValid
    day = soonest(as_day(found), since)
    if day is None:
        raise DayNotValid
    return day


def date_of(day: Day, year: int) -> date | None:
    """None where there is no such day in that year, or no month was written."""
    if day.month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    number = monthrange(year, day.month)[1] if day.is_month_end else day.number
    try:
        return date(year, day.month, number)
    except ValueError:
        return None


def dates_of(day: Day, years: Iterable[int]) -> list[date]:
    """In its own year, or else in each of those that has such a day."""
    found = (date_of(day, year) for year in ([day.year] if day.year else years))
    return [it for it in found if it]


def soonest(day: Day, since: date) -> date | None:
    """The first from then on; one with a year is where it is."""
    found = dates_of(day, range(since.year, since.year + YEARS_AHEAD))
    return next((it for it in found if day.year or it >= since), None)


def as_day(found: re.Match[str]) -> Day:
    parts = {name.rstrip("_"): it for name, it in found.groupdict().items() if it}
    month, year = parts.get("month"), parts.get("year")
    number = int(month) if month else months(*LANGUAGES).get(parts.get("word", ""))
    return Day(int(parts["day"]), number, _whole(int(year)) if year else None)


def as_days(first: re.Match[str], last: re.Match[str]) -> tuple[Day, Day]:
    """Of two between which a period is. Its month may be written once: `1-15 May`, `May 1-15`."""
    begin, end = as_day(first), as_day(last)
    if begin.month is None:
        begin = replace(begin, month=end.month)
    if end.month is None and is_month_first(first):
        end = replace(end, month=begin.month)
    return begin, end


def following(first: re.Match[str], text: str, at: int) -> re.Match[str] | None:
    """The day that is there, the last of a period that begins with the first."""
    number = _number().match(text, at) if is_month_first(first) else None
    return number or pattern().match(text, at)


def is_month_first(found: re.Match[str]) -> bool:
    return bool(found.groupdict().get("word_"))


@cache
def pattern() -> re.Pattern[str]:
    """A day anywhere in a text; its month may be left out."""
    iso = "(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    dotted = "(?P<day_>[0-9]{1,2})[./](?P<month_>[0-9]{1,2})(?:[./](?P<year_>(?:[0-9]{2}){1,2}))?"
    month = rf"(?P<word>{month_names(*LANGUAGES)})\b{NO_DAY_OF_ENGLISH}\.?"
    spoken = (
        rf"(?P<day__>[0-9]{{1,2}}){ORDINAL}"
        rf"(?:{GAP}*(?:of{GAP}+)?{month}{YEAR_BEHIND})?"
    )
    return re.compile(
        rf"(?<![0-9])(?<![0-9]:)(?:{iso}|{dotted}|{spoken}|{_month_first('en')})(?![0-9])"
    )


def _at_start(text: str) -> re.Match[str] | None:
    return pattern().match(text) or re.match(_month_first(*LANGUAGES) + "(?![0-9])", text)


@cache
def _number() -> re.Pattern[str]:
    """Of a day whose month stands before."""
    return re.compile(
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,?\s(?P<year>20[0-9]{2}))?(?![\w:/-]|\.[0-9])"
        rf"(?!\s*(?:of\s+)?(?:{month_names(*LANGUAGES)})\b)"
    )


def _month_first(*languages: str) -> str:
    """As Americans do."""
    year = rf"(?:,?{GAP}+(?P<year___>20[0-9]{{2}})(?!\s?-\s?[0-9]{{4}}))?"
    return (
        rf"(?<!\w)(?P<word_>{month_names(*languages)})\b\.?{GAP}+"
        rf"(?P<day___>[0-9]{{1,2}}){ORDINAL}{year}"
    )


def _whole(year: int) -> int:
    return year if year >= CENTURY else FIRST_YEAR + year


def month_names(*languages: str) -> str:
    """For regular expressions."""
    return "|".join(sorted(months(*languages), key=len, reverse=True))


@cache
def months(*languages: str) -> dict[str, int]:
    """By all that is at least the first three letters of their names."""
    names = [
        (name.lower(), number)
        for language in languages
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, language).items()
    ]
    return {name[:end]: number for name, number in names for end in range(3, len(name) + 1)}
