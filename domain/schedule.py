"""From weekly rules to lessons. All times are in the campus zone."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from domain.errors import ScheduleNotValid

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

LONGEST = timedelta(days=3 * 366)
"""Between the first and the last day of a course."""

MOST_RULES, MOST_LESSONS = 20, 500


class Rule(TypedDict, total=False):
    """On which days of the week, and from when to when: ``18:00``."""

    days: list[str]
    start: str
    end: str
    location: str | None


@dataclass(frozen=True, order=True)
class Slot:
    """When and where a lesson should be."""

    starts_at: datetime
    ends_at: datetime
    location: str | None


def slots(
    rules: Iterable[dict[str, Any]],
    first: date | None,
    last: date | None,
    tz: ZoneInfo,
    *,
    holidays: Collection[date] = (),
) -> list[Slot]:
    """Every lesson from the first to the last day but for holidays, the soonest first."""
    if first is None or last is None:
        return []
    _ensure_not_endless(first, last)
    found: dict[datetime, Slot] = {}
    for rule in rules:
        for slot in _of_rule(rule, first, last, tz):
            if slot.starts_at.astimezone(tz).date() not in holidays:
                found.setdefault(slot.starts_at, slot)
    if len(found) > MOST_LESSONS:
        raise ScheduleNotValid
    return [found[at] for at in sorted(found)]


def ensure_valid(rules: Collection[dict[str, Any]]) -> None:
    """Each has days and ends after it begins."""
    if len(rules) > MOST_RULES:
        raise ScheduleNotValid
    for rule in rules:
        days = rule.get("days") or []
        if not days or not set(days) <= set(DAYS) or hour(rule["end"]) <= hour(rule["start"]):
            raise ScheduleNotValid


def hour(spelled: str) -> time:
    try:
        return datetime.strptime(spelled, "%H:%M").time()  # noqa: DTZ007 - a time of the day
    except ValueError as error:
        raise ScheduleNotValid from error


def _of_rule(rule: dict[str, Any], first: date, last: date, tz: ZoneInfo) -> Iterator[Slot]:
    start, end = hour(rule["start"]), hour(rule["end"])
    days = [DAYS.index(day) for day in rule["days"]]
    begin, until = datetime.combine(first, start), datetime.combine(last, time.max)
    for it in rrule(WEEKLY, dtstart=begin, until=until, byweekday=days):
        ends = datetime.combine(it, end, tz)
        yield Slot(it.replace(tzinfo=tz), ends, rule.get("location"))


def _ensure_not_endless(first: date, last: date) -> None:
    if last - first > LONGEST:
        raise ScheduleNotValid
