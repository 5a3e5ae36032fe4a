"""A file of courses, of whichever kind."""

from datetime import date
from zoneinfo import ZoneInfo

from domain.errors import FileTooBig
from domain.reading import calendars, rows, tables
from domain.reading.found import MOST_BYTES, MOST_MEGABYTES, Found
from domain.reading.patience import Patience


def courses(content: bytes, *, today: date, tz: ZoneInfo, patience: Patience) -> Found:
    """It takes seconds: have it done in a thread. Raises refusals of files."""
    if len(content) > MOST_BYTES:
        raise FileTooBig(MOST_MEGABYTES)
    if calendars.is_calendar(content):
        return calendars.read(content, tz=tz, patience=patience)
    return rows.read(tables.rows(content, patience), today=today, tz=tz)
