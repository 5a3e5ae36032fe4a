"""Hours of the day, as people write them."""

import re
from datetime import time

from domain.errors import QuietHoursNotValid
from domain.joining import SINCE, TILL
from domain.names import tidy

NEVER = time(0), time(0)
"""Hours that end when they begin are none."""

HALF, NO_HOUR = 12, 99

AM = "am|\u0443\u0442\u0440\u0430|\u043d\u043e\u0447\u0438"
PM = "pm|\u0434\u043d\u044f|\u0432\u0435\u0447\u0435\u0440\u0430"
"""In Russian the hours after midnight are those of the night."""

TIME = f"([0-9]{{1,2}})(?:[:.]([0-9]{{2}}))?(?: ?({AM}|{PM}))?"
BETWEEN = rf"(?: ?(?:{TILL}) ?|(?<=[:.][0-9]{{2}}) )"
"""Dashes of all lengths, and what people say instead, in English and in Russian; nothing after
minutes, which say that it was a time."""

SPAN = re.compile(rf"(?:(?:{SINCE}) ?)?{TIME}{BETWEEN}{TIME}")


def quiet_hours(typed: str) -> tuple[time, time]:
    """From when until when: two times, such as ``22:00-8:00``, or hours alone."""
    found = SPAN.fullmatch(tidy(typed).casefold())
    if found is None:
        raise QuietHoursNotValid
    groups = found.groups()
    return _time(*groups[:3]), _time(*groups[3:])


def clock(hours: str, minutes: str | None, half: str | None) -> time | None:
    """What the parts of ``TIME`` mean; none where there is no such hour."""
    hour, minute = int(hours), int(minutes or 0)
    if half is not None:
        hour = _of_half(hour, half)
    if (hour, minute) == (24, 0):
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _time(hours: str, minutes: str | None, half: str | None) -> time:
    found = clock(hours, minutes, half)
    if found is None:
        raise QuietHoursNotValid
    return found


def _of_half(hour: int, half: str) -> int:
    """The hour that the English count from noon, or from midnight; none of a day for no hour."""
    if not 1 <= hour <= HALF:
        return NO_HOUR
    return hour % HALF + (HALF if half in PM.split("|") else 0)
