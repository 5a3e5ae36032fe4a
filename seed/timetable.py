"""From rules around now to weekly rules as courses keep them, and to lessons.

All times are in the campus zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import WEEKLY, rrule

from seed.programme import Rule

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

LATEST_START = time(23, 58)
LATEST_END = time(23, 59)
"""A weekly rule stays within a day."""


@dataclass(frozen=True)
class Slot:
    """A weekly rule of which the days and the hour are known."""

    days: tuple[int, ...]
    """From 0, Monday."""
    start: time
    length: timedelta

    def as_rule(self, location: str) -> dict[str, object]:
        """As ``Course.schedule`` keeps it."""
        return {
            "days": [DAYS[day] for day in self.days],
            "start": f"{self.start:%H:%M}",
            "end": f"{self._end_of_rule():%H:%M}",
            "location": location,
        }

    def lessons(
        self, first: date, last: date, now: datetime
    ) -> Iterator[tuple[datetime, datetime]]:
        """The start and the end of each from the first to the last day."""
        begin = datetime.combine(first, self.start)
        until = datetime.combine(last, time.max)
        for it in rrule(WEEKLY, dtstart=begin, until=until, byweekday=self.days):
            starts_at = it.replace(tzinfo=now.tzinfo)
            yield starts_at, starts_at + self.length

    def _end_of_rule(self) -> time:
        end = datetime.combine(date.min, self.start) + self.length
        return end.time() if end.date() == date.min else LATEST_END


def slot(rule: Rule, now: datetime) -> Slot:
    start = _start(rule, now)
    days = [DAYS.index(day) for day in rule.days] or [
        (start + timedelta(days=shift)).weekday() for shift in rule.days_from_now
    ]
    return Slot(tuple(sorted(days)), start.time(), timedelta(minutes=rule.minutes))


def _start(rule: Rule, now: datetime) -> datetime:
    if rule.start is not None:
        return datetime.combine(now, rule.start, now.tzinfo)
    start = now + timedelta(minutes=rule.minutes_from_now)
    if start < now:
        # What is on has begun at a round time, and today even just after midnight.
        return max(_rounded(start), datetime.combine(now, time.min, now.tzinfo))
    return min(start.replace(second=0, microsecond=0), _at_the_latest(start))


def _rounded(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


def _at_the_latest(start: datetime) -> datetime:
    return datetime.combine(start, LATEST_START, start.tzinfo)
