from datetime import date, datetime, tzinfo

from aiogram.utils.i18n.context import get_i18n
from babel.dates import format_date, format_datetime, format_interval, get_timezone_location
from babel.lists import format_list

WEEK = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
MONDAY = date(2024, 1, 1)


def moment(at: datetime, tz: tzinfo) -> str:
    """Weekday, date and time, with the zone's city: it may be read elsewhere."""
    city = get_timezone_location(tz, locale=_locale(), return_city=True)
    return f"{short(at, tz)} ({city})"


def deadline(at: datetime, tz: tzinfo) -> str:
    """To be put after "until": no weekday, which would have to be declined."""
    city = get_timezone_location(tz, locale=_locale(), return_city=True)
    return f"{format_datetime(at, 'd MMMM, HH:mm', tzinfo=tz, locale=_locale())} ({city})"


def short(at: datetime, tz: tzinfo) -> str:
    """The same for lists, in which the zone would only be noise."""
    return format_datetime(at, "EEE, d MMMM, HH:mm", tzinfo=tz, locale=_locale())


def span(first: date | None, last: date | None) -> str:
    """From day to day; one side may be open."""
    if first and last:
        return format_interval(first, last, "yMMMMd", locale=_locale())
    known = first or last
    return format_date(known, "d MMMM y", locale=_locale()) if known else ""


def weekdays(codes: list[str]) -> str:
    """``mo`` to ``su``, by their short names."""
    days = [date.fromordinal(MONDAY.toordinal() + WEEK[code]) for code in codes if code in WEEK]
    return ", ".join(format_date(it, "EEE", locale=_locale()) for it in days)


def enumeration(names: list[str]) -> str:
    return format_list(names, locale=_locale()) if names else ""


def _locale() -> str:
    language = get_i18n().current_locale
    # The day before the month, as in Russian.
    return "en_GB" if language == "en" else language
