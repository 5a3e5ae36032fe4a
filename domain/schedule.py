"""From weekly rules to lessons. Rules are in the campus zone, moments in UTC."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from domain.errors import CourseTooLong, ScheduleNotValid, TooManyLessons

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
    rules: Collection[dict[str, Any]],
    first: date | None,
    last: date | None,
    tz: ZoneInfo,
    *,
    holidays: Collection[date] = (),
) -> list[Slot]:
    """Every lesson from the first to the last day but for holidays, the soonest first.

    Where two rules begin at the same time, the first has it.
    """
    if not rules or first is None or last is None:
        return []
    _ensure_not_endless(first, last)
    found: dict[datetime, Slot] = {}
    for rule in rules:
        for slot in _of_rule(rule, first, last, tz, holidays):
            found.setdefault(slot.starts_at, slot)
            # At once: without an end in sight they would be counted for long.
            if len(found) > MOST_LESSONS:
                raise TooManyLessons(MOST_LESSONS)
    return [found[at] for at in sorted(found)]


def ensure_not_too_many(rules: Collection[dict[str, Any]], first: date, last: date) -> None:
    """The same refusals without making the lessons, for files that have thousands of courses."""
    _ensure_not_endless(first, last)
    if count(rules, first, last) > MOST_LESSONS:
        raise TooManyLessons(MOST_LESSONS)


def count(rules: Collection[dict[str, Any]], first: date, last: date) -> int:
    """How many lessons there are, were it not for holidays and changes of clocks."""
    begun = {(DAYS.index(day), hour(it["start"])) for it in rules for day in it["days"]}
    length = (last - first).days + 1
    # How many days are left when the first such day has come, by weeks begun.
    left = [length - (weekday - first.weekday()) % 7 for weekday, _ in begun]
    return sum(max(it + 6, 0) // 7 for it in left)


def on_days(
    rules: Collection[dict[str, Any]],
    first: date | None,
    last: date | None,
    tz: ZoneInfo,
    *,
    days: Collection[date],
) -> list[Slot]:
    """Every lesson that there would be on those days, the soonest first."""
    if first is None or last is None:
        return []
    found = {
        slot.starts_at: slot
        for day in days
        if first <= day <= last
        for rule in reversed(list(rules))
        for slot in _of_rule(rule, day, day, tz, ())
    }
    return [found[at] for at in sorted(found)]


def ensure_valid(rules: Collection[dict[str, Any]]) -> None:
    """Each has days and ends after it begins."""
    if len(rules) > MOST_RULES:
        raise ScheduleNotValid
    for rule in rules:
        days = rule.get("days") or []
        if not days or not set(days) <= set(DAYS):
            raise ScheduleNotValid
        if hour(rule.get("end", "")) <= hour(rule.get("start", "")):
            raise ScheduleNotValid


def moments(start: datetime, end: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """In UTC, where the times of a night on which clocks change are neither missing nor twice."""
    starts_at = start.replace(tzinfo=tz).astimezone(UTC)
    ends_at = end.replace(tzinfo=tz).astimezone(UTC)
    if ends_at <= starts_at:
        # It begins in the hour that is left out.
        ends_at = starts_at + (end - start)
    return starts_at, ends_at


def hour(spelled: str) -> time:
    try:
        return datetime.strptime(spelled, "%H:%M").time()  # noqa: DTZ007 - a time of the day
    except (TypeError, ValueError) as error:
        raise ScheduleNotValid from error


def _of_rule(
    rule: dict[str, Any], first: date, last: date, tz: ZoneInfo, holidays: Collection[date]
) -> Iterator[Slot]:
    start, end = hour(rule["start"]), hour(rule["end"])
    days = [DAYS.index(day) for day in rule["days"]]
    begin, until = datetime.combine(first, start), datetime.combine(last, time.max)
    for it in rrule(WEEKLY, dtstart=begin, until=until, byweekday=days):
        if it.date() not in holidays:
            yield _slot(it, datetime.combine(it, end), tz, rule.get("location"))


def _slot(start: datetime, end: datetime, tz: ZoneInfo, location: str | None) -> Slot:
    return Slot(*moments(start, end, tz), location)


def _ensure_not_endless(first: date, last: date) -> None:
    if last - first > LONGEST:
        raise CourseTooLong(LONGEST.days // 366)
