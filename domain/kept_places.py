"""A place that was typed, while somebody chooses of which lessons it is."""

from collections.abc import Mapping
from hashlib import blake2s
from typing import Any

from domain.errors import PreviewGone


def key_of(place: str | None) -> str:
    """By which a button names a place that is kept elsewhere; none for none."""
    return blake2s(place.encode(), digest_size=4).hexdigest() if place else ""


def read(kept: Mapping[str, Any], *, key: str) -> str | None:
    """Raises ``PreviewGone`` if another place was typed meanwhile."""
    place = kept.get("place") if key else None
    if key_of(place) != key:
        raise PreviewGone
    return place
