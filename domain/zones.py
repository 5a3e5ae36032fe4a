"""Time zones, as people name them."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from domain.campus import LANGUAGES
from domain.errors import TimezoneNotKnown
from domain.names import tidy

RUSSIAN = {
    2: "Europe/Kaliningrad",
    3: "Europe/Moscow",
    4: "Europe/Samara",
    5: "Asia/Yekaterinburg",
    6: "Asia/Omsk",
    7: "Asia/Novosibirsk",
    8: "Asia/Irkutsk",
    9: "Asia/Yakutsk",
    10: "Asia/Vladivostok",
    11: "Asia/Magadan",
    12: "Asia/Kamchatka",
}
"""Hours ahead of UTC, and the zone whose city most people there know. No clock is changed in
summer."""

ABROAD = {
    0: "Etc/UTC",
    60: "Africa/Lagos",
    5 * 60 + 30: "Asia/Kolkata",
}
"""The same of other countries, in minutes; no clock is changed in summer there either."""

MOSCOW = 3
HOUR = 60
CITIES = Path(__file__).with_name("cities.toml")

AHEAD = re.compile(
    "(utc|gmt|msk|\u043c\u0441\u043a)? ?([+\u2212-]) ?([0-9]{1,2})(?::([0-5][0-9]))?"
)
"""Of UTC, or of Moscow where it is named, as Russian timetables do."""

LEFT_OUT = re.compile(r"[\s_.'\u2019-]+")


def zone(typed: str) -> str:
    """The zone that has such a name, such a city, or is so many hours ahead: ``+7``, ``MSK+4``."""
    text = tidy(typed).casefold()
    found = _ahead(text) or _places().get(_folded(text))
    if found is None:
        raise TimezoneNotKnown
    return found


def _ahead(text: str) -> str | None:
    found = AHEAD.fullmatch(text)
    if found is None:
        return None
    since, sign, hours, minutes = found.groups()
    base = 0 if since in {None, "utc", "gmt"} else MOSCOW
    distance = int(hours) * HOUR + int(minutes or 0)
    ahead = base * HOUR + (distance if sign == "+" else -distance)
    return ABROAD.get(ahead) or (None if ahead % HOUR else RUSSIAN.get(ahead // HOUR))


@cache
def _places() -> dict[str, str]:
    """Zones by what they can be called. What is said first counts."""
    known, current = available_timezones(), get_global("zone_aliases")
    places: dict[str, str] = {}
    for name, zone_id in _named():
        meant = current.get(zone_id, zone_id)
        if meant in known:
            places.setdefault(_folded(name), meant)
    return places


def _named() -> Iterator[tuple[str, str]]:
    for zone_id, cities in tomllib.loads(CITIES.read_text(encoding="utf-8")).items():
        yield from ((city, zone_id) for city in cities)
    for language in LANGUAGES:
        for zone_id, names in Locale(language).time_zones.items():
            yield names.get("city", zone_id), zone_id
    for zone_id in filter(_is_a_place, get_global("zone_territories")):
        yield zone_id, zone_id
        yield zone_id.rpartition("/")[2], zone_id
    for old_id in filter(_is_a_place, get_global("zone_aliases")):
        yield old_id, old_id


def _is_a_place(zone_id: str) -> bool:
    """Rather than a distance, whose sign is the other way round there, or a country."""
    return "/" in zone_id and not zone_id.startswith("Etc/")


def _folded(name: str) -> str:
    """As people write it: without its dashes and spaces, and without the dots of a letter."""
    return LEFT_OUT.sub("", name.casefold()).replace("\u0451", "\u0435")
