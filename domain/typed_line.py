"""What of a line of a schedule is days, hours and dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from domain import joining, typed_dates, typed_days, typed_hours
from domain.errors import ScheduleHalfTime
from domain.typed_dates import Dates
from domain.typed_hours import Hours, masked

PLACE = re.compile(
    r"(?<!\w)(?:\u0430\u0443\u0434(?:\.|"
    r"\u0438\u0442\u043e\u0440\u0438[\u044f\u0438])?|\u043a\u0430\u0431(?:\.|"
    r"\u0438\u043d\u0435\u0442)?|\u043a\u043e\u043c\u043d(?:\.|"
    r"\u0430\u0442\u0430)?|\u043a\u043e\u0440\u043f(?:\.|\u0443\u0441)?|"
    r"\u0437\u0430\u043b|\u044d\u0442\u0430\u0436|"
    r"rooms?|rm\.?|aud(?:\.|itorium)?|hall|building|bldg\.?|floor|\u2116|#)"
    r"[ \u2116#]{0,3}[^\W\d_]{0,2}-?[0-9][\w/-]*(?:\.[0-9]\w*)?"
)
"""Where numbers are not hours."""

WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
RANGE = re.compile(rf"\.? ?(?:-|\.\.+|\u2026) ?|\.? +(?:{joining.UNTIL}) +")


@dataclass(frozen=True)
class Mark:
    """A place in a line, and what is there: days are codes."""

    start: int
    end: int
    value: Hours | Dates | tuple[str, ...] | None


def marks(line: str) -> list[Mark]:
    """In order. The line is in small letters, with plain dashes."""
    found: list[Mark] = []
    rest = masked(line, [it.span() for it in PLACE.finditer(line)])
    for read in (_groups, _sure_dates, _hours, _dates):
        more = [Mark(it.start, it.end, it.value) for it in read(rest)]
        rest = masked(rest, [(it.start, it.end) for it in more])
        found += more
    if half := typed_hours.halves(rest):
        raise ScheduleHalfTime(half)
    last = max((it.start for it in found if isinstance(it.value, Hours)), default=len(line))
    found += _joined(rest, [*_days(rest, guessed_until=last)])
    return sorted(found, key=lambda it: it.start)


def _groups(line: str) -> list[Mark]:
    return [Mark(*it.span(), typed_days.group(it)) for it in typed_days.OF_GROUP.finditer(line)]


def _sure_dates(line: str) -> list[typed_dates.Mark]:
    return typed_dates.marks(line, only_sure=True)


def _hours(line: str) -> list[typed_hours.Mark]:
    has_days = any(_days(line, guessed_until=len(line))) or "\n" in line
    return typed_hours.marks(line, has_days=has_days)


def _dates(line: str) -> list[typed_dates.Mark]:
    return typed_dates.marks(line, only_sure=False)


def _days(line: str, *, guessed_until: int) -> Iterator[Mark]:
    """Mistyped ones only where no place can be: before the last hours."""
    for word in WORD.finditer(line):
        is_guessed = word.start() < guessed_until
        day = typed_days.day(word[0], is_guessed=is_guessed)
        if day:
            yield Mark(*word.span(), (day,))


def _joined(line: str, found: list[Mark]) -> Iterator[Mark]:
    """Two with a dash between them are all days from one to the other."""
    rest = zip_longest(found, found[1:])
    for it, following in rest:
        if following and RANGE.fullmatch(line, it.end, following.start):
            next(rest, None)
            days = typed_days.between(_code(it), _code(following))
            yield Mark(it.start, following.end, tuple(days))
        else:
            yield it


def _code(mark: Mark) -> str:
    assert isinstance(mark.value, tuple)
    return mark.value[0]
