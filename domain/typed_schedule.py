"""A schedule, as people write it: `Mon, Wed 18:00-19:30 B-734; Sat 10-11:30 until 20.12`.

Rules are parted by semicolons, line breaks, or the days of the next one. What stands behind the
hours is the place. Dates are those of the whole course.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time

from domain import (
    course_dates,
    joining,
    names,
    places,
    schedule,
    typed_line,
    typed_words,
    unread_dates,
)
from domain.days import Day
from domain.details import PLACE_LENGTH
from domain.errors import (
    ScheduleDatesUnclear,
    ScheduleNotValid,
    ScheduleTwiceAtOnce,
    ScheduleWithoutDays,
    ScheduleWithoutHours,
    ScheduleWordUnknown,
)
from domain.schedule import DAYS, Rule
from domain.typed_dates import Dates
from domain.typed_hours import Hours, masked
from domain.typed_line import WORD, Mark

LONGEST = 1000
LINES = re.compile(r"[;\n\r\v\f\u0085\u2028\u2029]+")
BULLET = re.compile(r"^(?:[-*•·>]|[0-9]{1,2}[.)](?![0-9]))\s*")


@dataclass(frozen=True)
class TypedSchedule:
    rules: list[Rule]
    first: date | None
    """None: not written."""
    last: date | None


@dataclass
class _Line:
    """A rule that is being read, and those before it in its line."""

    text: str
    rules: list[Rule] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    hours: Hours | None = None
    places: list[str] = field(default_factory=list)
    is_hours_first: bool = False

    def add_days(self, days: list[str]) -> None:
        if self.hours and not self.is_hours_first:
            self.end()
            self.days = []
        self.days += days

    def add_hours(self, hours: Hours) -> None:
        if self.hours:
            was_first = self.is_hours_first
            self.end()
            self.days = [] if was_first else self.days
        self.hours, self.is_hours_first = hours, not self.days

    def end(self) -> None:
        if not self.days:
            raise ScheduleWithoutDays(typed_words.short(self.text))
        if self.hours is None:
            raise ScheduleWithoutHours(typed_words.short(self.text))
        days, place = [it for it in DAYS if it in self.days], ", ".join(self.places)
        if len(place) > PLACE_LENGTH:
            raise ScheduleWordUnknown(typed_words.short(place))
        start, end = _spelled(self.hours.start), _spelled(self.hours.end)
        self.rules.append({"days": days, "start": start, "end": end, "location": place or None})
        self.hours, self.places, self.is_hours_first = None, [], False


def read(typed: str, *, today: date) -> TypedSchedule:
    """What was written. Raises ``ScheduleNotValid`` of some kind, and nothing else."""
    lines = [line for it in LINES.split(typed) if (line := BULLET.sub("", names.tidy(it)))]
    if not lines or sum(map(len, lines)) > LONGEST:
        raise ScheduleNotValid
    for line in lines:
        places.ensure_no_link(line)
    rules: list[Rule] = []
    days: list[Dates] = []
    for line in lines:
        more, dates = _read_line(line)
        rules += more
        days += dates
    first, last = _bounds(days, today)
    if not rules and not (first or last):
        raise ScheduleNotValid
    schedule.ensure_valid([dict(it) for it in rules])
    _ensure_not_twice(rules)
    return TypedSchedule(rules, first, last)


def _ensure_not_twice(rules: list[Rule]) -> None:
    """A course has one lesson at a time: another rule for the same would be as good as none."""
    for at, rule in enumerate(rules):
        for other in rules[:at]:
            is_same = {**rule, "days": ()} == {**other, "days": ()}
            is_together = not set(rule["days"]).isdisjoint(other["days"])
            if is_together and rule["start"] == other["start"] and not is_same:
                raise ScheduleTwiceAtOnce(rule["start"])


def _read_line(line: str) -> tuple[list[Rule], list[Dates]]:
    low = joining.plain(line)
    if found := typed_words.BEYOND.search(low):
        raise ScheduleWordUnknown(typed_words.short(line[found.start() :]))
    unread_dates.ensure_none_counted(line, low)
    marks = typed_line.marks(low)
    rule = _Line(line)
    at = 0
    for it in [*marks, Mark(len(line), len(line), None)]:
        _read_words(rule, line[at : it.start], low[at : it.start])
        _take(rule, it.value)
        at = it.end
    if rule.days or rule.hours or rule.places:
        rule.end()
    return rule.rules, [it.value for it in marks if isinstance(it.value, Dates)]


def _take(rule: _Line, value: object) -> None:
    match value:
        case Hours():
            rule.add_hours(value)
        case tuple():
            rule.add_days(list(value))


def _read_words(rule: _Line, words: str, low: str) -> None:
    """Those between two things that were understood: a place, if hours are known already."""
    found = None if rule.hours else typed_line.PLACE.search(low)
    if found:
        rule.places.append(words[found.start() : found.end()])
        low = masked(low, [found.span()])
    told = [it for it in WORD.finditer(low) if it[0] not in typed_words.IDLE]
    if told:
        rooms = [it.span() for it in typed_line.PLACE.finditer(low)]
        unread_dates.ensure_none(words, masked(low, rooms))
    if told and rule.hours:
        rule.places.append(typed_words.place(words))
    elif told:
        typed_words.refuse(words[slice(*told[0].span())])


def _bounds(written: list[Dates], today: date) -> tuple[date | None, date | None]:
    firsts = {it.first for it in written if it.first}
    lasts = {it.last for it in written if it.last}
    if len(firsts) > 1 or len(lasts) > 1:
        raise ScheduleDatesUnclear(_several(firsts if len(firsts) > 1 else lasts))
    return course_dates.resolve(next(iter(firsts), None), next(iter(lasts), None), today=today)


def _several(days: set[Day]) -> str:
    return typed_words.short(" / ".join(sorted(map(course_dates.spelled, days))))


def _spelled(hour: time) -> str:
    return f"{hour:%H:%M}"
