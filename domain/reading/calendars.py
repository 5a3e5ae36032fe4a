"""Courses from the events of a calendar."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from zoneinfo import ZoneInfo

from icalendar import Component

from domain import schedule
from domain.details import DESCRIPTION_LENGTH, PLACE_LENGTH, Details
from domain.errors import (
    DomainError,
    FileEmpty,
    TooManyCourses,
    TooManyLessons,
    TooManyLessonsInFile,
)
from domain.fields import title
from domain.names import storable, tidy
from domain.reading import columns, events, occurrences
from domain.reading.found import (
    MOST_COURSES,
    MOST_OCCURRENCES,
    VALUE,
    Fault,
    Found,
    Wanted,
)
from domain.reading.occurrences import Replacements
from domain.reading.patience import Patience
from domain.reading.rows import key_of
from domain.reading.tables import text
from domain.schedule import DAYS, Rule, Slot
from domain.schedule import MOST_LESSONS as MOST_OF_COURSE

BEGIN = b"begin:vcalendar"
MARKS = b"\xef\xbb\xbf\xff\xfe \r\n\t"
LOOK_AT = 100


@dataclass(frozen=True)
class _Event:
    line: int
    component: Component
    name: str
    uid: str
    slots: Sequence[Slot]
    """When it takes place."""
    is_series: bool


def is_calendar(content: bytes) -> bool:
    """In whichever encoding."""
    beginning = content[:LOOK_AT].replace(b"\x00", b"").lstrip(MARKS)
    return beginning.lower().startswith(BEGIN)


def read(content: bytes, *, tz: ZoneInfo, patience: Patience) -> Found:
    """A course for each series, and one for all single events of one name. Raises refusals of
    files."""
    spelled = text(content)
    lines = events.lines_of(spelled)
    faults: list[Fault] = []
    components = events.parsed(spelled)
    moved = occurrences.replacements(components)
    those = list(_events(patience.each(components), moved, lines, faults, tz))
    courses = list(patience.each(_courses(those, faults, tz)))
    if not courses and not faults:
        raise FileEmpty
    if len(courses) > MOST_COURSES:
        raise TooManyCourses(MOST_COURSES)
    return Found(courses, faults)


def _events(
    components: Iterable[Component],
    moved: Replacements,
    lines: list[int],
    faults: list[Fault],
    tz: ZoneInfo,
) -> Iterator[_Event]:
    """Those that take place. What replaces one occurrence of a series belongs to the first of
    that UID: a second one is no course anyway."""
    count = 0
    for at, it in enumerate(components):
        line = lines[at] if at < len(lines) else 0
        if "RECURRENCE-ID" in it or str(it.get("STATUS", "")).upper() == "CANCELLED":
            continue
        event = _event(it, line, moved, faults, tz)
        if event is None:
            continue
        count += len(event.slots)
        if count > MOST_OCCURRENCES:
            raise TooManyLessonsInFile(MOST_OCCURRENCES)
        yield event


def _event(
    it: Component, line: int, moved: Replacements, faults: list[Fault], tz: ZoneInfo
) -> _Event | None:
    """None, and a fault, where it cannot be understood."""
    uid = tidy(str(it.get("UID", "")))[:200]
    told, column = str(it.get("SUMMARY", "")), "SUMMARY"
    try:
        name = title(told)
        told, column = name, "RRULE" if "RRULE" in it else "DTSTART"
        slots = occurrences.slots(it, moved.pop(uid, []), tz)
    except DomainError as error:
        faults.append(_fault(line, column, told, error))
        return None
    return _Event(line, it, name, uid, slots, "RRULE" in it or "RDATE" in it)


def _courses(events: list[_Event], faults: list[Fault], tz: ZoneInfo) -> Iterator[Wanted]:
    singles: defaultdict[str, list[_Event]] = defaultdict(list)
    keys: set[str] = set()
    for it in events:
        key = f"uid:{it.uid}" if it.uid else key_of(it.name, it.slots[0].starts_at.date())
        if not it.is_series:
            singles[columns.folded(it.name)].append(it)
        elif key not in keys:
            keys.add(key)
            yield _course(key, it, it.slots, tz)
    for name, those in singles.items():
        slots = sorted({slot.starts_at: slot for it in those for slot in it.slots}.values())
        if len(slots) > MOST_OF_COURSE:
            faults.append(_fault(those[0].line, "SUMMARY", name, TooManyLessons(MOST_OF_COURSE)))
            continue
        yield _course(f"events:{name}", those[0], slots, tz)


def _course(key: str, event: _Event, slots: Sequence[Slot], tz: ZoneInfo) -> Wanted:
    days = [it.starts_at.astimezone(tz).date() for it in slots]
    fields: dict[str, Any] = {"name": event.name, "start_date": min(days), "end_date": max(days)}
    fields |= _told(event.component)
    rules = _weekly(slots, min(days), max(days), tz) if event.is_series else None
    if rules is None:
        return Wanted(event.line, key, cast(Details, fields), list(slots))
    return Wanted(event.line, key, cast(Details, fields | {"schedule": rules}))


def _told(event: Component) -> dict[str, str]:
    description = storable(str(event.get("DESCRIPTION", ""))).strip()[:DESCRIPTION_LENGTH]
    place = tidy(str(event.get("LOCATION", "")))[:PLACE_LENGTH]
    told = {"description": description, "location": place}
    return {name: it for name, it in told.items() if it}


def _weekly(
    slots: Sequence[Slot], first: date, last: date, tz: ZoneInfo
) -> list[dict[str, Any]] | None:
    """The rule that makes just these lessons, if there is one: of one hour each week, in the zone
    of the campus, with none left out."""
    local = [(it.starts_at.astimezone(tz), it.ends_at.astimezone(tz)) for it in slots]
    hours = {(f"{start:%H:%M}", f"{end:%H:%M}") for start, end in local}
    if len(hours) != 1:
        return None
    [(start, end)] = hours
    weekdays = {it.weekday() for it, _ in local}
    rule: Rule = {"days": [DAYS[it] for it in sorted(weekdays)], "start": start, "end": end}
    rule["location"] = None
    if schedule.count([dict(rule)], first, last) != len(slots):
        return None
    try:
        schedule.ensure_valid([dict(rule)])
        made = schedule.slots([dict(rule)], first, last, tz)
    except DomainError:
        return None
    wanted = sorted((it.starts_at, it.ends_at) for it in slots)
    return [dict(rule)] if [(it.starts_at, it.ends_at) for it in made] == wanted else None


def _fault(line: int, column: str, value: str, error: DomainError) -> Fault:
    return Fault(line, column, tidy(value)[:VALUE], error)
