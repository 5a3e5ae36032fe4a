"""Days, as people write them: `1.09.2026`, `1 September`, `2026-09-01`, `tomorrow`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from domain.campus import LANGUAGES
from domain.errors import DayNotValid
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

YEAR = r"(?:\s*(?:\u0433\.?|\u0433\u043e\u0434\u0430?))?"
BEFORE = re.compile(
    r"^(?:on|from|till|until|by|through|\u0441\u043e?|\u0434\u043e|\u043f\u043e|\u043a)\s+"
)
AFTER = re.compile(rf"{YEAR}\s*\.?")
"""What people say around a day. Nothing else may be there."""


@dataclass(frozen=True)
class Day:
    """What was written of one."""

    number: int
    month: int | None
    year: int | None


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
    return _soonest(as_day(found), since)


def date_of(day: Day, year: int) -> date | None:
    """None where there is no such day in that year, or no month was written."""
    if day.month is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, day.month, day.number)
    except ValueError:
        return None


def as_day(found: re.Match[str]) -> Day:
    parts = {name.rstrip("_"): it for name, it in found.groupdict().items() if it}
    month, year = parts.get("month"), parts.get("year")
    number = int(month) if month else _months().get(parts.get("word", ""))
    return Day(int(parts["day"]), number, _whole(int(year)) if year else None)


@cache
def pattern() -> re.Pattern[str]:
    """A day anywhere in a text; its month may be left out."""
    iso = "(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    dotted = "(?P<day_>[0-9]{1,2})[./](?P<month_>[0-9]{1,2})(?:[./](?P<year_>(?:[0-9]{2}){1,2}))?"
    spoken = (
        rf"(?P<day__>[0-9]{{1,2}})(?:\s*(?P<word>{_words()})\b\.?(?:\s+(?P<year__>[0-9]{{4}}))?)?"
    )
    return re.compile(rf"(?<![0-9])(?:{iso}|{dotted}|{spoken})(?![0-9])")


def _at_start(text: str) -> re.Match[str] | None:
    return pattern().match(text) or _month_first().match(text)


@cache
def _month_first() -> re.Pattern[str]:
    """As Americans do."""
    year = r"(?:,?\s+(?P<year>[0-9]{4}))?"
    return re.compile(
        rf"(?P<word>{_words()})\.?\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{year}(?![0-9])"
    )


def _soonest(day: Day, since: date) -> date:
    years = [day.year] if day.year else range(since.year, since.year + YEARS_AHEAD)
    for year in years:
        found = date_of(day, year)
        if found and (day.year or found >= since):
            return found
    raise DayNotValid


def _whole(year: int) -> int:
    return year if year >= CENTURY else FIRST_YEAR + year


def _words() -> str:
    return "|".join(sorted(_months(), key=len, reverse=True))


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
