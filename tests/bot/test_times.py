from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from aiogram.utils.i18n import I18n

from bot.texts import times
from domain.campus import LANGUAGES

AT = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
DASH = "\u2013"


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "Europe/Moscow", "Tue, 3 March, 00:30 (Moscow)"),
        ("en", "America/New_York", "Mon, 2 March, 16:30 (New York)"),
        ("ru", "Europe/Moscow", "вт, 3 марта, 00:30 (Москва)"),
        ("ru", "Asia/Vladivostok", "вт, 3 марта, 07:30 (Владивосток)"),
    ],
)
def test_moment_says_where_it_is_so(i18n: I18n, language: str, zone: str, words: str) -> None:
    with i18n.context(), i18n.use_locale(language):
        assert times.moment(AT, ZoneInfo(zone)) == words


def test_moment_in_a_list_says_no_zone(i18n: I18n) -> None:
    with i18n.context():
        assert times.short(AT, MOSCOW) == "Tue, 3 March, 00:30"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 3, 1), date(2026, 5, 31), f"1 March {DASH} 31 May 2026"),
        (date(2026, 2, 9), date(2027, 1, 20), f"9 February 2026 {DASH} 20 January 2027"),
        (date(2026, 2, 1), date(2026, 2, 28), f"1{DASH}28 February 2026"),
        (date(2026, 2, 1), date(2027, 2, 28), f"1 February 2026 {DASH} 28 February 2027"),
        (date(2026, 3, 1), date(2026, 3, 1), "1 March 2026"),
        (date(2026, 3, 1), None, "1 March 2026"),
        (None, date(2026, 3, 1), "1 March 2026"),
        (None, None, ""),
    ],
)
def test_span_says_once_what_both_days_have_in_common(
    i18n: I18n, first: date | None, last: date | None, words: str
) -> None:
    with i18n.context():
        assert times.span(first, last) == words


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 2, 28), f"1{DASH}28 февраля 2026"),
        (date(2026, 5, 31), f"1 февраля {DASH} 31 мая 2026"),
        (date(2027, 1, 20), f"1 февраля 2026 {DASH} 20 января 2027"),
    ],
)
def test_span_is_told_in_russian(i18n: I18n, last: date, words: str) -> None:
    with i18n.context(), i18n.use_locale("ru"):
        assert times.span(date(2026, 2, 1), last) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_names_are_listed_in_words(i18n: I18n, language: str) -> None:
    with i18n.context(), i18n.use_locale(language):
        listed = times.weekdays(["mo", "su", "no day"]), times.enumeration(["A", "B", "C"])

    assert listed == {"en": ("Mon, Sun", "A, B and C"), "ru": ("пн, вс", "A, B и C")}[language]


def test_nobody_is_listed_as_nothing(i18n: I18n) -> None:
    with i18n.context():
        assert (times.enumeration([]), times.weekdays([])) == ("", "")
