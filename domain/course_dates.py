"""In which years the first day of a course and the last are, if nobody has written that."""

from datetime import date

from domain.days import YEARS_AHEAD, Day, date_of, dates_of, soonest
from domain.errors import ScheduleDatesUnclear

ANY_YEAR, YEARS_BACK = 2023, 9


def resolve(
    first: Day | None, last: Day | None, *, today: date
) -> tuple[date | None, date | None]:
    """The last day is the first such day that is not over; the first one is before that.

    Raises ``ScheduleDatesUnclear``.
    """
    if first and last and first.year and not last.year:
        since = _ahead(first, today)
        return since, _ahead(last, since)
    end = _ahead(last, today) if last else None
    begin = _beginning(first, end, today)
    if begin and end and begin > end:
        raise ScheduleDatesUnclear(f"{begin:%d.%m.%Y}-{end:%d.%m.%Y}")
    return begin, end


def spelled(day: Day) -> str:
    ends = date_of(day, day.year or ANY_YEAR) if day.is_month_end else None
    number = ends.day if ends else day.number
    return ".".join(f"{it:02}" for it in (number, day.month, day.year) if it)


def _beginning(first: Day | None, end: date | None, today: date) -> date | None:
    if first is None:
        return None
    return _before(first, end) if end else _nearest(first, today)


def _ahead(day: Day, since: date) -> date:
    found = soonest(day, since)
    if found is None:
        raise ScheduleDatesUnclear(spelled(day))
    return found


def _before(day: Day, last: date) -> date:
    found = dates_of(day, range(last.year, last.year - YEARS_BACK, -1))
    chosen = next((it for it in found if day.year or it <= last), None)
    if chosen is None:
        raise ScheduleDatesUnclear(spelled(day))
    return chosen


def _nearest(day: Day, today: date) -> date:
    found = dates_of(day, range(today.year - 1, today.year + YEARS_AHEAD))
    if not found:
        raise ScheduleDatesUnclear(spelled(day))
    return min(found, key=lambda it: abs(it - today))
