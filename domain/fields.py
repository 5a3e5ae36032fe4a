"""What can be written into a course, field by field, and how that is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from zoneinfo import ZoneInfo

from db.models import Course, Role
from domain import addresses, amounts, days, details, formatting, moments, places
from domain.details import Details
from domain.errors import (
    ChoiceNotValid,
    DescriptionNotValid,
    MomentPast,
    PlaceNotValid,
    TitleNotValid,
)
from domain.formatting import Written
from domain.moments import END_OF_DAY, MORNING, Around
from domain.names import tidy

BEGUN = timedelta(days=60)
"""A course that began so long ago may still be written down without the year."""


class CourseField(StrEnum):
    """Each is the name of its column."""

    NAME = "name"
    DESCRIPTION = "description"
    FIRST_DAY = "start_date"
    LAST_DAY = "end_date"
    PLACE = "location"
    LINK = "online_url"
    SEATS = "capacity"
    ENROLL_UNTIL = "enroll_until"
    LEAVE_UNTIL = "leave_until"
    ANNOUNCE = "announce_at"
    ACCESS = "access_level"
    POINTS = "points_per_visit"
    OPENS_BEFORE = "opens_before"
    LATE_AFTER = "late_after"
    COMPLETION = "completion_percent"
    MISIS = "is_from_misis"
    RENEWING = "renewing_pass_only"
    NAMES = "shows_names"


CLEARED: dict[CourseField, Any] = {
    CourseField.DESCRIPTION: "",
    **dict.fromkeys(
        [
            CourseField.FIRST_DAY,
            CourseField.LAST_DAY,
            CourseField.PLACE,
            CourseField.LINK,
            CourseField.SEATS,
            CourseField.ENROLL_UNTIL,
            CourseField.LEAVE_UNTIL,
            CourseField.ANNOUNCE,
        ]
    ),
}
"""What may be left empty, and what it is then."""

FLAGS = {CourseField.MISIS, CourseField.RENEWING, CourseField.NAMES}
"""Yes or no."""

CHOSEN = {CourseField.ACCESS, *FLAGS}
"""With buttons; everything else is typed, too."""

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Basis:
    """What days without a year are understood by."""

    today: date
    first: date | None
    """Of the course."""
    tz: ZoneInfo


def basis(course: Course, tz: ZoneInfo, now: datetime) -> Basis:
    return Basis(now.astimezone(tz).date(), course.start_date, tz)


def columns(field: CourseField) -> tuple[str, ...]:
    """Which hold it."""
    if field is CourseField.DESCRIPTION:
        return field.value, "description_entities"
    return (field.value,)


def read(field: CourseField, written: Written | None, basis: Basis) -> Details:
    """The columns that the words are about, and their values. None clears it, where it may be
    empty. Raises the refusal that says how it is written."""
    if written is not None:
        return cast(Details, READ[field](written, basis))
    if field not in CLEARED:
        raise ChoiceNotValid
    empty = {field.value: CLEARED[field]}
    if field is CourseField.DESCRIPTION:
        empty["description_entities"] = []
    return cast(Details, empty)


def ensure_ahead(details: Details, now: datetime) -> None:
    """Nobody is told anything in the past."""
    at = details.get("announce_at")
    if at is not None and at <= now:
        raise MomentPast


def title(typed: str) -> str:
    name = tidy(typed)
    if len(name) > details.NAME_LENGTH or not any(map(str.isalnum, name)):
        raise TitleNotValid(details.NAME_LENGTH)
    return name


def first_day(typed: str, today: date) -> date:
    return days.read(typed, today=today, since=today - BEGUN)


def _description(written: Written, _: Basis) -> dict[str, Any]:
    clean = formatting.cleaned(written)
    if len(clean.text) > details.DESCRIPTION_LENGTH or not any(map(str.isalnum, clean.text)):
        raise DescriptionNotValid(details.DESCRIPTION_LENGTH)
    return {"description": clean.text, "description_entities": list(clean.entities)}


def _last_day(written: Written, basis: Basis) -> date:
    since = basis.first or basis.today - BEGUN
    return days.read(written.text, today=basis.today, since=since)


def _place(written: Written, _: Basis) -> str:
    place = tidy(written.text)
    if len(place) > details.PLACE_LENGTH or not any(map(str.isalnum, place)):
        raise PlaceNotValid(details.PLACE_LENGTH)
    places.ensure_no_link(place)
    return place


def _deadline(written: Written, basis: Basis) -> datetime:
    around = Around(basis.today, basis.today, basis.tz, END_OF_DAY)
    return moments.read(written.text, around)


def _announcement(written: Written, basis: Basis) -> datetime:
    return moments.read(written.text, Around(basis.today, basis.today, basis.tz, MORNING))


def _role(written: Written, _: Basis) -> Role:
    try:
        return Role(written.text)
    except ValueError as error:
        raise ChoiceNotValid from error


def _flag(written: Written, _: Basis) -> bool:
    if written.text not in {YES, NO}:
        raise ChoiceNotValid
    return written.text == YES


def _window(written: Written, _: Basis) -> timedelta:
    return amounts.minutes(written.text, details.LONGEST_WINDOW)


Value = Callable[[Written, Basis], Any]

VALUES: dict[CourseField, Value] = {
    CourseField.NAME: lambda it, _: title(it.text),
    CourseField.FIRST_DAY: lambda it, basis: first_day(it.text, basis.today),
    CourseField.LAST_DAY: _last_day,
    CourseField.PLACE: _place,
    CourseField.LINK: lambda it, _: addresses.address(it.text, details.URL_LENGTH),
    CourseField.SEATS: lambda it, _: amounts.number(it.text, details.MOST_SEATS),
    CourseField.ENROLL_UNTIL: _deadline,
    CourseField.LEAVE_UNTIL: _deadline,
    CourseField.ANNOUNCE: _announcement,
    CourseField.ACCESS: _role,
    CourseField.POINTS: lambda it, _: amounts.number(it.text, details.MOST_POINTS),
    CourseField.OPENS_BEFORE: _window,
    CourseField.LATE_AFTER: _window,
    CourseField.COMPLETION: lambda it, _: amounts.share(it.text),
    **dict.fromkeys(FLAGS, _flag),
}


def _of_column(field: CourseField, value: Value) -> Callable[[Written, Basis], dict[str, Any]]:
    return lambda written, basis: {field.value: value(written, basis)}


READ: dict[CourseField, Callable[[Written, Basis], dict[str, Any]]] = {
    CourseField.DESCRIPTION: _description,
    **{field: _of_column(field, value) for field, value in VALUES.items()},
}
