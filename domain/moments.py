"""Moments, as people write them: `1.09 18:00`, `31 August at 23:59`, `tomorrow`. In the campus
zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from domain import days
from domain.errors import DayNotValid, MomentNotValid
from domain.hours import TIME, clock
from domain.names import tidy

END_OF_DAY = time(23, 59, 59)
MORNING = time(10)

AT = "(?:at|\u0432\u043e?)"
WITH_MINUTES = re.compile(rf"(?P<day>.+?)(?:,? {AT}|,)? (?=[^ ]*[:.][0-9]{{2}}\b){TIME}")
WITH_HOURS = re.compile(rf"(?P<day>.+?),? {AT} {TIME}")
HOUR_FIRST = re.compile(rf"(?:{AT} )?(?=[0-9]{{1,2}}:[0-9]{{2}}\b){TIME},? (?P<day>.+)")

ISO = re.compile(r"(?<=[0-9])t(?=[0-9])")


@dataclass(frozen=True)
class Around:
    """What a moment without a year, or without an hour, means."""

    today: date
    since: date
    """The earliest day that it can be."""
    tz: ZoneInfo
    usual: time = END_OF_DAY
    """The hour of a day that was written without one."""


def read(typed: str, around: Around) -> datetime:
    """In UTC. Raises ``MomentNotValid``."""
    text = ISO.sub(" ", tidy(typed).casefold())
    if len(text) > days.LONGEST:
        raise MomentNotValid
    day, hour = _split(text, around)
    return datetime.combine(day, hour, tzinfo=around.tz).astimezone(UTC)


def _split(text: str, around: Around) -> tuple[date, time]:
    day = _day(text, around)
    if day is not None:
        return day, around.usual
    for form in (WITH_MINUTES, WITH_HOURS, HOUR_FIRST):
        found = form.fullmatch(text)
        day = _day(found["day"], around) if found else None
        hour = _hour(found) if found else None
        if day is not None and hour is not None:
            return day, hour
    raise MomentNotValid


def _day(text: str, around: Around) -> date | None:
    try:
        return days.read(text, today=around.today, since=around.since)
    except DayNotValid:
        return None


def _hour(found: re.Match[str]) -> time | None:
    parts = [it for name, it in zip(_names(found), found.groups(), strict=True) if name is None]
    # The last moment of the day, not its first.
    return END_OF_DAY if parts[:2] == ["24", "00"] else clock(*parts)


def _names(found: re.Match[str]) -> list[str | None]:
    """Of the groups, in order."""
    by_number = {number: name for name, number in found.re.groupindex.items()}
    return [by_number.get(number) for number in range(1, found.re.groups + 1)]
