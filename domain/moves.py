"""How a lesson is moved: by so much on the clock of the campus."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db.models import Lesson
from domain import schedule
from domain.lessons import LessonDetails
from domain.typed_lesson import Times


@dataclass(frozen=True)
class Move:
    """How far on the clock of the campus, so that a lesson at six stays one at six when clocks
    change."""

    was: datetime
    """When the lesson began for whom it is moved: else it was moved meanwhile."""
    by: timedelta
    length: timedelta | None
    """None: each lasts as long as before."""

    @property
    def is_none(self) -> bool:
        return not self.by and self.length is None


def times(lesson: Lesson, tz: ZoneInfo) -> Times:
    """To the minute: nobody sees or writes seconds."""
    start, end = (
        minute(it).astimezone(tz).replace(tzinfo=None) for it in (lesson.starts_at, lesson.ends_at)
    )
    return Times(start, end)


def minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def moved(lesson: Lesson, move: Move, tz: ZoneInfo) -> LessonDetails:
    """When the lesson would be."""
    before = times(lesson, tz)
    start = before.start + move.by
    end = start + (move.length or before.length)
    starts_at, ends_at = schedule.moments(start, end, tz)
    return {"starts_at": starts_at, "ends_at": ends_at}
