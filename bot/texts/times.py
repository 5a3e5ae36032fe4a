from datetime import date, datetime, time, timedelta, tzinfo

from aiogram.utils.i18n.context import get_i18n
from babel.dates import (
    format_date,
    format_datetime,
    format_time,
    get_timezone_location,
)
from babel.lists import format_list
from babel.units import format_unit

WEEK = {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6}
MONDAY = date(2024, 1, 1)


def moment(at: datetime, tz: tzinfo) -> str:
    """Weekday, date and time, with the zone's city: it may be read elsewhere."""
    return f"{short(at, tz)} ({city(tz)})"


def deadline(at: datetime, tz: tzinfo) -> str:
    """To be put after "until": no weekday, which would have to be declined."""
    return f"{format_datetime(at, 'd MMMM, HH:mm', tzinfo=tz, locale=_locale())} ({city(tz)})"


def short(at: datetime, tz: tzinfo) -> str:
    """The same for lists, in which the zone would only be noise."""
    return format_datetime(at, "EEE, d MMMM, HH:mm", tzinfo=tz, locale=_locale())


def near(at: datetime, tz: tzinfo, now: datetime) -> str:
    """With the year, where it is another than now."""
    if at.astimezone(tz).year == now.astimezone(tz).year:
        return short(at, tz)
    return format_datetime(at, "EEE, d MMMM y, HH:mm", tzinfo=tz, locale=_locale())


def stamp(at: datetime, tz: tzinfo) -> str:
    """Of what was long ago as well as of today: no weekday, but the year."""
    return format_datetime(at, "d MMM y, HH:mm", tzinfo=tz, locale=_locale())


def clock(at: datetime, tz: tzinfo) -> str:
    """The time of a day that everybody knows."""
    return format_datetime(at, "HH:mm", tzinfo=tz, locale=_locale())


def day(at: datetime, tz: tzinfo) -> str:
    """Of any year."""
    return format_date(at.astimezone(tz).date(), "d MMMM y", locale=_locale())


def hour(at: time) -> str:
    """Of every day, in whoever's zone."""
    return format_time(at, "H:mm", locale=_locale())


def city(tz: tzinfo) -> str:
    return get_timezone_location(tz, locale=_locale(), return_city=True)


def ahead(tz: tzinfo, at: datetime) -> str:
    """How far ahead of UTC, at that moment."""
    minutes = round((at.astimezone(tz).utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def span(first: date | None, last: date | None) -> str:
    """From day to day; one side may be open."""
    if first and last:
        return _span(first, last)
    known = first or last
    return full_date(known) if known else ""


def _span(first: date, last: date) -> str:
    """What both have in common is said once."""
    if first == last:
        return full_date(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\u2013{full_date(last)}"
    since = "d MMMM" if first.year == last.year else "d MMMM y"
    return f"{format_date(first, since, locale=_locale())} \u2013 {full_date(last)}"


def full_date(it: date) -> str:
    return format_date(it, "d MMMM y", locale=_locale())


def date_in_year(it: date) -> str:
    """Without the year, which is this one or the next."""
    return format_date(it, "d MMMM", locale=_locale())


def weekdays(codes: list[str]) -> str:
    """``mo`` to ``su``, by their short names."""
    days = [date.fromordinal(MONDAY.toordinal() + WEEK[code]) for code in codes if code in WEEK]
    return ", ".join(format_date(it, "EEE", locale=_locale()) for it in days)


def enumeration(names: list[str]) -> str:
    return format_list(names, locale=_locale()) if names else ""


def period(length: timedelta) -> str:
    """Whole years if it is some, else days."""
    years, days = divmod(length.days, 365)
    if days:
        return format_unit(length.days, "duration-day", locale=_locale())
    return format_unit(years, "duration-year", locale=_locale())


def _locale() -> str:
    language = get_i18n().current_locale
    # The day before the month, as in Russian.
    return "en_GB" if language == "en" else language
