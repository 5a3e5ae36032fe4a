# ruff: noqa: RUF001 - people mix the letters and the dashes of two languages
import tomllib
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel.dates import get_timezone_location
from hypothesis import given
from hypothesis import strategies as st

from domain.campus import LANGUAGES
from domain.errors import TimezoneNotKnown
from domain.zones import CITIES, RUSSIAN, zone
from tests.factories import NOON

words = st.text(max_size=30) | st.sampled_from(sorted(available_timezones()))


def ahead(name: str, at: datetime = NOON) -> timedelta | None:
    return ZoneInfo(name).utcoffset(at.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Омск", "Asia/Omsk"),
        (" омск\n", "Asia/Omsk"),
        ("Omsk", "Asia/Omsk"),
        ("Asia/Omsk", "Asia/Omsk"),
        ("asia/omsk", "Asia/Omsk"),
        ("Екатеринбург", "Asia/Yekaterinburg"),
        ("Нью-Йорк", "America/New_York"),
        ("нью йорк", "America/New_York"),
        ("New York", "America/New_York"),
        ("America/New_York", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("Буэнос-Айрес", "America/Argentina/Buenos_Aires"),
        ("Санкт-Петербург", "Europe/Moscow"),
        ("санкт петербург", "Europe/Moscow"),
        ("St. Petersburg", "Europe/Moscow"),
        ("Ростов-на-Дону", "Europe/Moscow"),
        ("Орел", "Europe/Moscow"),
        ("Орёл", "Europe/Moscow"),
        ("Казань", "Europe/Moscow"),
        ("Пермь", "Asia/Yekaterinburg"),
        ("Камчатка", "Asia/Kamchatka"),
        ("UTC", "Etc/UTC"),
        ("мск", "Europe/Moscow"),
        ("Пекин", "Asia/Shanghai"),
        ("Beijing", "Asia/Shanghai"),
        ("Дели", "Asia/Kolkata"),
        ("Delhi", "Asia/Kolkata"),
        ("Мумбаи", "Asia/Kolkata"),
        ("Ханой", "Asia/Ho_Chi_Minh"),
        ("UTC+0", "Etc/UTC"),
        ("+0", "Etc/UTC"),
        ("UTC+1", "Africa/Lagos"),
        ("+1", "Africa/Lagos"),
        ("+5:30", "Asia/Kolkata"),
        ("UTC+05:30", "Asia/Kolkata"),
    ],
)
def test_zone_is_known_by_its_name_and_by_its_cities(typed: str, name: str) -> None:
    assert zone(typed) == name


@pytest.mark.parametrize(
    "typed", ["+7", "+ 7", "UTC+7", "utc +7", "GMT+07:00", "+07", "МСК+4", "мск +4", "MSK+4"]
)
def test_zone_is_known_by_how_far_ahead_it_is(typed: str) -> None:
    assert zone(typed) == "Asia/Novosibirsk"


@pytest.mark.parametrize("dash", "-−")
def test_zone_may_be_behind_moscow(dash: str) -> None:
    assert zone(f"МСК{dash}1") == "Europe/Kaliningrad"


@pytest.mark.parametrize(("hours", "name"), RUSSIAN.items())
def test_zone_of_russia_is_as_far_ahead_as_said(hours: int, name: str) -> None:
    assert zone(f"UTC+{hours}") == zone(name) == name
    assert ahead(name) == ahead(name, NOON + timedelta(days=180)) == timedelta(hours=hours)


@pytest.mark.parametrize(("name", "cities"), tomllib.loads(CITIES.read_text()).items())
def test_every_city_that_we_name_is_in_its_zone(name: str, cities: list[str]) -> None:
    assert {zone(city) for city in cities} == {name}
    assert name in available_timezones()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " \n",
        "7",
        "+",
        "+13",
        "-5",
        "UTC-5",
        "+5:31",
        "+7:30",
        "+4:90",
        "МСК+9:30",
        "МСК+10",
        "+3 МСК",
        "Etc/GMT-3",
        "Etc/Unknown",
        "Unknown",
        "GMT-3",
        "Россия",
        "Japan",
        "Гондор",
        "домой",
        "здесь",
        "莫斯科",
        "موسكو",
        "🌍",
        "<b>Омск</b>",
        "&lt;Омск&gt;",
        "../../etc/passwd",
        "Asia/",
        "/",
        "...",
        "\x00",
        "\ud800",
        "\u202e\u200b",
        "Омск" * 1250,
    ],
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    with pytest.raises(TimezoneNotKnown):
        zone(typed)


@given(words)
def test_zone_that_is_found_can_be_used_and_shown(typed: str) -> None:
    with suppress(TimezoneNotKnown):
        found = ZoneInfo(zone(typed))

        assert all(get_timezone_location(found, locale=it, return_city=True) for it in LANGUAGES)
        assert zone(found.key) == found.key
