"""When a lesson shall be, as people write it: `20.12 18:00`, `18:00-19:30`, `+1 week`."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain import (
    days,
    joining,
    names,
    places,
    typed_days,
    typed_hours,
    typed_shifts,
    typed_words,
)
from domain.details import PLACE_LENGTH
from domain.errors import (
    DayNotValid,
    LessonTimeMissing,
    LessonTimeUnclear,
    ScheduleEndsFirst,
    ScheduleNotValid,
)
from domain.schedule import DAYS
from domain.typed_hours import Hours, masked
from domain.typed_line import PLACE, WORD

LONGEST = 300

VERBS = "|".join(
    [
        "\u043f\u0435\u0440\u0435\u043d\u0435\u0441\u0442\u0438|\u043f\u0435\u0440\u0435\u043d\u0435\u0441\u0438\u0442\u0435|\u043f\u0435\u0440\u0435\u043d\u043e\u0441",
        "\u0441\u0434\u0432\u0438\u043d\u0443\u0442\u044c|\u0441\u0434\u0432\u0438\u043d\u044c\u0442\u0435|\u043f\u0435\u0440\u0435\u0434\u0432\u0438\u043d\u0443\u0442\u044c",
        "move|shift|postpone|reschedule|put off",
    ]
)
WHAT = (
    "\u0437\u0430\u043d\u044f\u0442\u0438\u0435|\u0443\u0440\u043e\u043a|\u043f\u0430\u0440\u0443|"
    "it|the lesson"
)
MOVING = re.compile(rf"(?:{VERBS})(?: (?:{WHAT}))? (?:to )?(?=.)")
"""What stands before a new time and says no more than that there is one."""

THIS, NEXT = r"\u044d\u0442\w+|this", r"\u0441\u043b\u0435\u0434\u0443\u044e\u0449\w+|next"
WHICH_WEEK = re.compile(rf"\b(?:(?P<next>{NEXT})|{THIS}) $")

SINGLE_HOUR = re.compile(r"(?:\b(?:\u0432|at) )([0-9]{1,2})(?![\w:.])")


@dataclass(frozen=True)
class Times:
    """Of the day on the campus: without a zone."""

    start: datetime
    end: datetime
    place: str | None = None
    """What stood behind the time of a new lesson."""

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def read(typed: str, *, today: date, now: Times | None = None) -> Times:
    """What is not written stays as it is. A new lesson needs a day, a beginning and an end.

    Raises ``LessonTimeUnclear``, ``LessonTimeMissing``, ``ScheduleEndsFirst`` or
    ``PlaceIsLink``.
    """
    words = names.tidy(typed)
    low = joining.plain(words)
    if not low or len(low) > LONGEST:
        raise LessonTimeUnclear(typed_words.short(words))
    places.ensure_no_link(words)
    if now and (moving := MOVING.match(low)):
        words, low = words[moving.end() :], low[moving.end() :]
    if now and (shift := typed_shifts.read(low)) is not None:
        return Times(now.start + shift, now.end + shift)
    try:
        return _read(words, low, today, now)
    except ScheduleEndsFirst:
        raise
    except (ScheduleNotValid, DayNotValid, OverflowError) as error:
        raise LessonTimeUnclear(typed_words.short(words)) from error


def _read(words: str, low: str, today: date, now: Times | None) -> Times:
    rooms = [it.span() for it in PLACE.finditer(low)]
    day, rest = _day(masked(low, rooms), today, now)
    hours = typed_hours.marks(rest, has_days=True)
    if len(hours) > 1:
        raise LessonTimeUnclear(typed_words.short(words))
    rest = masked(rest, [(it.start, it.end) for it in hours])
    start, rest = (hours[0].value.start, rest) if hours else _single(rest)
    if day is None and start is None:
        raise LessonTimeUnclear(typed_words.short(words))
    for begin, end in rooms:
        rest = rest[:begin] + low[begin:end] + rest[end:]
    place = _place(words, rest)
    if now is None:
        if day is None or not hours:
            raise LessonTimeMissing(typed_words.short(words))
        return _on(day, hours[0].value, place)
    if place:
        raise LessonTimeUnclear(typed_words.short(place))
    if hours:
        return _on(day or now.start.date(), hours[0].value, None)
    start_ = datetime.combine(day or now.start.date(), start or now.start.time())
    return Times(start_, start_ + now.length)


def _day(low: str, today: date, now: Times | None) -> tuple[date | None, str]:
    """The day, and the line without it."""
    for near, ahead in days.NEAR.items():
        if found := re.search(rf"\b{near}\b", low):
            return today + timedelta(days=ahead), masked(low, [found.span()])
    for found in days.pattern().finditer(low):
        if _is_day(low, found):
            read = days.read(found[0], today=today, since=today)
            return read, masked(low, [found.span()])
    for word in WORD.finditer(low):
        if code := typed_days.day(word[0], is_guessed=True):
            week = WHICH_WEEK.search(low, 0, word.start())
            start = week.start() if week else word.start()
            is_next = bool(week and week["next"])
            day = _weekday(code, today, now, is_next=is_next)
            return day, masked(low, [(start, word.end())])
    return None, low


def _is_day(low: str, found: re.Match[str]) -> bool:
    """With a month, and not a time with dots."""
    before, after = low[: found.start()][-1:], low[found.end() :][:2]
    day = days.as_day(found)
    is_apart = before not in {":", ".", "-", "/"} and not before.isalnum()
    is_span = re.match(r"-[0-9]", after) is not None and day.year is None
    return is_apart and not is_span and days.date_of(day, day.year or 2024) is not None


def _weekday(code: str, today: date, now: Times | None, *, is_next: bool) -> date:
    """In the week of the lesson, or in the one after it; if that is over, the next such day."""
    start = max(now.start.date(), today) if now and is_next else now.start.date() if now else today
    day = start + timedelta(days=DAYS.index(code) - start.weekday() + is_next * len(DAYS))
    if day >= today:
        return day
    return today + timedelta(days=(DAYS.index(code) - today.weekday()) % len(DAYS))


def _single(low: str) -> tuple[time | None, str]:
    """When it begins, and the line without that."""
    for form in (typed_hours.SINGLE, SINGLE_HOUR):
        for found in form.finditer(low):
            start = typed_hours.single(found)
            if start is not None:
                return start, masked(low, [found.span()])
    return None, low


def _place(words: str, rest: str) -> str | None:
    """What is left, if it is more than small words."""
    left = "".join(" " if that == "\n" else it for it, that in zip(words, rest, strict=True))
    if all(it[0].lower() in typed_words.IDLE for it in WORD.finditer(left)):
        return None
    place = typed_words.place(" ".join(left.split()))
    if len(place) > PLACE_LENGTH:
        raise LessonTimeUnclear(typed_words.short(place))
    return place


def _on(day: date, hours: Hours, place: str | None) -> Times:
    start, end = datetime.combine(day, hours.start), datetime.combine(day, hours.end)
    return Times(start, end, place)
