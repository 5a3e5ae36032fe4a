"""Events of a calendar, as far as it can be parsed in time."""

from icalendar import Calendar, Component

from domain.errors import FileNotRead, FileTooComplex, TooManyCourses, TooManyLines
from domain.reading.found import MOST_COURSES
from domain.reading.occurrences import UNREADABLE

EVENT = "begin:vevent"

MOST_EVENTS = 4_000
MOST_LINES = 40_000
MOST_MARKS = 50_000
"""Commas and semicolons, between values and properties."""
MOST_IN_LINE = 20_000
MOST_CHARACTERS = 2_000_000
"""Parsing cannot be stopped halfway: of so much it takes a second or two, and a handler has five.
"""


def lines_of(spelled: str) -> list[int]:
    """In which each event begins. Raises the refusals of what would take too long to parse."""
    lines = spelled.splitlines()
    if len(lines) > MOST_LINES:
        raise TooManyLines(MOST_LINES)
    marks = spelled.count(",") + spelled.count(";")
    if len(spelled) > MOST_CHARACTERS or marks > MOST_MARKS or _longest(lines) > MOST_IN_LINE:
        raise FileTooComplex
    found = [at for at, it in enumerate(lines, 1) if it.strip().lower() == EVENT]
    if len(found) > MOST_EVENTS:
        raise TooManyCourses(MOST_COURSES)
    return found


def _longest(lines: list[str]) -> int:
    """With what continues it in the next ones."""
    longest = length = 0
    for it in lines:
        length = len(it) + (length if it.startswith((" ", "\t")) else 0)
        longest = max(longest, length)
    return longest


def parsed(spelled: str) -> list[Component]:
    """The events. To be done to what has passed ``lines_of`` only."""
    try:
        return [
            event
            for calendar in Calendar.from_ical(spelled, multiple=True)
            for event in calendar.walk("VEVENT")
        ]
    except UNREADABLE as error:
        raise FileNotRead from error
