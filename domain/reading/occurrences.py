"""When an event of a calendar takes place: once, or on each of its days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, WEEKLY, rrule, weekday
from icalendar import Component

from domain.errors import (
    EventAllDay,
    EventEndless,
    EventRepeatsOddly,
    EventWithoutTimes,
    TooManyLessons,
)
from domain.names import tidy
from domain.schedule import DAYS, LONGEST, MOST_LESSONS, Slot

FREQUENCIES: dict[str, Literal[2, 3]] = {"DAILY": DAILY, "WEEKLY": WEEKLY}
UNDERSTOOD = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
LONGEST_LESSON = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2099
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What icalendar raises on values that are none."""


Replacements = dict[str, list[Component]]


def replacements(components: Iterable[Component]) -> Replacements:
    """By the series that they are of: what takes place instead of one occurrence."""
    found: defaultdict[str, list[Component]] = defaultdict(list)
    for it in components:
        if "RECURRENCE-ID" in it:
            found[tidy(str(it.get("UID", "")))[:200]].append(it)
    return found


def slots(event: Component, moved: Sequence[Component], tz: ZoneInfo) -> list[Slot]:
    """The soonest first. Raises refusals of events."""
    start, end = _times(event, tz)
    begun = [*_starts(event, start, tz), *_moments(event, "RDATE", tz)]
    left_out = {*_moments(event, "EXDATE", tz)}
    left_out |= {it for other in moved for it in _moments(other, "RECURRENCE-ID", tz)}
    kept = {_utc(it) for it in begun} - {_utc(it) for it in left_out}
    found = {at: Slot(at, at + (_utc(end) - _utc(start)), None) for at in kept}
    for other in moved:
        if str(other.get("STATUS", "")).upper() != "CANCELLED":
            first, last = _times(other, tz)
            found[_utc(first)] = Slot(_utc(first), _utc(last), None)
    if not found:
        raise EventWithoutTimes
    if len(found) > MOST_LESSONS:
        raise TooManyLessons(MOST_LESSONS)
    return [found[at] for at in sorted(found)]


def _times(event: Component, tz: ZoneInfo) -> tuple[datetime, datetime]:
    start, end, length = (_value(event, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if isinstance(start, date) and not isinstance(start, datetime):
        raise EventAllDay
    if isinstance(start, datetime) and end is None and isinstance(length, timedelta):
        end = start + length
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        raise EventWithoutTimes
    first, last = _aware(start, tz), _aware(end, tz)
    if not timedelta(0) < last - first <= LONGEST_LESSON:
        raise EventWithoutTimes
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise EventWithoutTimes
    return first, last


def _starts(event: Component, start: datetime, tz: ZoneInfo) -> Iterator[datetime]:
    """In the zone of the event, in which clocks may change between two of them."""
    rule = event.get("RRULE")
    if rule is None:
        yield start
        return
    frequency = _frequency(rule)
    local, count = start.replace(tzinfo=None), _one(rule, "COUNT")
    made = rrule(
        frequency,
        dtstart=local,
        until=_last(rule, start, tz),
        interval=max(int(_one(rule, "INTERVAL") or 1), 1),
        byweekday=_weekdays(rule),
        wkst=_weekday(str(_one(rule, "WKST") or "MO")),
    )
    for it in islice(made, min(int(count or MOST_LESSONS + 1), MOST_LESSONS + 1)):
        yield it.replace(tzinfo=start.tzinfo)


def _frequency(rule: Any) -> Literal[2, 3]:
    if isinstance(rule, list) or set(rule) - UNDERSTOOD:
        raise EventRepeatsOddly
    frequency = FREQUENCIES.get(str(_one(rule, "FREQ")).upper())
    if frequency is None:
        raise EventRepeatsOddly
    return frequency


def _last(rule: Any, start: datetime, tz: ZoneInfo) -> datetime:
    """The last moment at most, by the clock of the event."""
    until, longest = _one(rule, "UNTIL"), start.replace(tzinfo=None) + LONGEST
    if until is not None:
        return min(_local(until, start, tz), longest)
    if _one(rule, "COUNT") is None:
        raise EventEndless
    return longest


def _local(until: Any, start: datetime, tz: ZoneInfo) -> datetime:
    """The last moment, by the clock of the event."""
    match until:
        case datetime():
            return _aware(until, tz).astimezone(start.tzinfo).replace(tzinfo=None)
        case date():
            return datetime.combine(until, time.max)
        case _:
            raise EventEndless


def _weekdays(rule: Any) -> list[weekday] | None:
    days = rule.get("BYDAY")
    if days is None:
        return None
    return [_weekday(str(it)) for it in (days if isinstance(days, list) else [days])]


def _weekday(spelled: str) -> weekday:
    """Not those that count weeks of a month."""
    if spelled.lower() not in DAYS:
        raise EventRepeatsOddly
    return weekday(DAYS.index(spelled.lower()))


def _moments(event: Component, name: str, tz: ZoneInfo) -> Iterator[datetime]:
    value = event.get(name)
    for group in value if isinstance(value, list) else [value]:
        for it in getattr(group, "dts", [group]):
            at = getattr(it, "dt", None)
            if isinstance(at, datetime):
                yield _aware(at, tz)


def _value(event: Component, name: str) -> Any:
    try:
        return getattr(event.get(name), "dt", None)
    except UNREADABLE as error:
        raise EventWithoutTimes from error


def _one(rule: Any, name: str) -> Any:
    value = rule.get(name)
    return value[0] if isinstance(value, list) else value


def _aware(at: datetime, tz: ZoneInfo) -> datetime:
    """What names no zone is by the clock of the campus."""
    return at if at.tzinfo is not None else at.replace(tzinfo=tz)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
