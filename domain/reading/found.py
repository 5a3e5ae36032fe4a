"""What a file says, and what of it cannot be understood."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from domain.details import Details
from domain.errors import DomainError
from domain.schedule import Slot

Cell = str | int | float | bool | date | datetime | time | timedelta
"""An empty one is an empty string."""

MOST_MEGABYTES = 5
MOST_BYTES = MOST_MEGABYTES * 1024**2
MOST_LINES = 100_000
MOST_COURSES = 2_000
MOST_OCCURRENCES = 20_000
"""Of all events of a calendar."""

VALUE = 60
"""Characters of what is not understood, for telling."""


@dataclass(frozen=True)
class Fault:
    """One is enough for a course to be left out."""

    line: int
    """From 1, as editors and spreadsheets count."""
    column: str
    """Its heading in the file, or the property of the calendar."""
    value: str
    error: DomainError


@dataclass(frozen=True)
class Wanted:
    """A course as a file has it. What the file does not say is not in the fields."""

    line: int
    key: str
    """The same each time it is imported."""
    fields: Details
    lessons: Sequence[Slot] = ()
    """Beside those of its schedule."""


@dataclass(frozen=True)
class Found:
    courses: Sequence[Wanted]
    faults: Sequence[Fault]
    ignored: Sequence[str] = field(default_factory=list)
    """Headings of columns that say nothing to us."""
