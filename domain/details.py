"""What a course says of itself, and within which limits."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from db.models import Course, Role
from domain import schedule
from domain.errors import CapacityTooLow, DatesNotValid

NAME_LENGTH = 200
DESCRIPTION_LENGTH = 3500
"""With its name it fits into a message of the chat."""

PLACE_LENGTH = 200
URL_LENGTH = 1000
MOST_POINTS = 10_000
MOST_SEATS = 100_000
LONGEST_WINDOW = timedelta(days=1)


class Details(TypedDict, total=False):
    name: str
    description: str
    description_entities: list[dict[str, Any]]
    """Left out, a description that is another has no formatting."""
    banner_url: str | None
    schedule: list[dict[str, Any]]
    is_from_misis: bool
    start_date: date | None
    end_date: date | None
    points_per_visit: int
    access_level: Role
    capacity: int | None
    location: str | None
    online_url: str | None
    enroll_until: datetime | None
    leave_until: datetime | None
    announce_at: datetime | None
    opens_before: timedelta
    late_after: timedelta
    completion_percent: int
    renewing_pass_only: bool
    shows_names: bool


OF_LESSONS = {"schedule", "start_date", "end_date"}
"""A change of these makes other lessons."""


OF_EVERYBODY = {"access_level", "is_from_misis", "announce_at"}
"""These concern more than the people of the course, and not every one who edits it decides."""


def write(course: Course, details: Details) -> dict[str, list[object]]:
    """Write the details down; what was another before, with both values."""
    ensure_sound(course, details)
    if details.get("description", course.description) != course.description:
        details = {"description_entities": [], **details}
    changed = news(course, details)
    put(course, details)
    return changed


def news(row: object, values: Mapping[str, object]) -> dict[str, list[object]]:
    """What would be another, before and after, as the history keeps it."""
    return {
        name: [plain(before), plain(value)]
        for name, value in values.items()
        if (before := getattr(row, name)) != value
    }


def removed(course: Course) -> dict[str, list[object]]:
    """All that is set, as the history keeps it of a course that is no more."""
    values = {name: plain(getattr(course, name)) for name in Details.__annotations__}
    return {name: [it, None] for name, it in values.items() if it not in (None, "", [])}


def put(row: object, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def ensure_sound(course: Course, details: Details) -> None:
    """What no field can tell by itself."""
    capacity = details.get("capacity", course.capacity)
    if capacity is not None and capacity < course.taken:
        raise CapacityTooLow(course.taken)
    first = details.get("start_date", course.start_date)
    last = details.get("end_date", course.end_date)
    if first and last and last < first:
        raise DatesNotValid
    schedule.ensure_valid(details.get("schedule", course.schedule))


def concerns_everybody(course: Course, details: Details) -> bool:
    return not OF_EVERYBODY.isdisjoint(news(course, details))


def makes_lessons(changed: Iterable[str]) -> bool:
    return not OF_LESSONS.isdisjoint(changed)


def plain(value: object) -> object:
    """As JSON can say it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds() / 60
        case _:
            return value
