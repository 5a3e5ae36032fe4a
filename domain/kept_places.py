"""A place or a topic that was typed, until a button says what to do with it."""

from collections.abc import Mapping
from hashlib import blake2s
from typing import Any

from domain.errors import PreviewGone


def key_of(words: str | None) -> str:
    """By which a button names words that is kept elsewhere; none for none."""
    return blake2s(words.encode(), digest_size=4).hexdigest() if words else ""


def read(kept: Mapping[str, Any], *, name: str, key: str) -> str | None:
    """Raises ``PreviewGone`` if something else was typed meanwhile."""
    words = kept.get(name) if key else None
    if key_of(words) != key:
        raise PreviewGone
    return words
