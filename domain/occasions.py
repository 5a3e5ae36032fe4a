"""Which lesson of a course is meant."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db.models import LessonStatus
from db.queries.marking import LessonLine, Span
from domain.errors import LessonCancelled, LessonNotFound, NoLessonThen, SeveralLessonsThen

DAY = timedelta(days=1)

Occasion = int | date | datetime
"""The lesson's id; or the one that begins on that day on the campus, or is on at that moment."""


def sought(occasion: Occasion, tz: ZoneInfo) -> int | datetime | Span:
    match occasion:
        case datetime() | int():
            return occasion
        case day:
            return Span(datetime.combine(day, time(), tz), datetime.combine(day + DAY, time(), tz))


def the_one(found: Sequence[LessonLine], occasion: Occasion) -> LessonLine:
    """Of those found, the lesson that takes place."""
    if not found:
        raise LessonNotFound if isinstance(occasion, int) else NoLessonThen
    if len(found) > 1:
        raise SeveralLessonsThen([it.id for it in found])
    if found[0].status is LessonStatus.CANCELLED:
        raise LessonCancelled
    return found[0]
