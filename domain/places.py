"""Where a lesson is. Everybody sees a place, and a link only those who are enrolled."""

import re

from domain import names
from domain.details import PLACE_LENGTH
from domain.errors import PlaceIsLink

LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://\S|(?<!\w)www\.\w|(?<![\w.-])(?:[a-z0-9-]+\.)+[a-z]{2,}/\S",
    re.IGNORECASE | re.ASCII,
)


def read(typed: str) -> str:
    """Of a lesson. Raises ``LabelNotValid`` or ``PlaceIsLink``."""
    place = names.label(typed, PLACE_LENGTH)
    ensure_no_link(place)
    return place


def ensure_no_link(words: str) -> None:
    if LINK.search(words):
        raise PlaceIsLink
