"""Formatted words, as Telegram has them: a text, and entities that say what is bold in it. Their
offsets are in UTF-16 units."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.addresses import opens
from domain.names import HIDDEN, storable

Entity = Mapping[str, Any]

PLAIN = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "blockquote",
}
LINK = "text_link"

URL_LENGTH = 1000
UNFIT = re.compile(r"[\s<>\"\x00-\x20\x7f]")
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Written:
    """What somebody wrote."""

    text: str
    entities: Sequence[Entity] = ()


def cleaned(written: Written) -> Written:
    """Without what is invisible around and inside of it, and with the formatting that we keep."""
    whole = _visible(written.text)
    text = whole.strip()
    skipped = units(whole) - units(whole.lstrip())
    entities = [
        kept
        for it in written.entities
        if (kept := _moved(it, written.text, skipped, units(text))) is not None
    ]
    return Written(text, entities)


def clipped(entities: Sequence[Entity], end: int) -> list[dict[str, Any]]:
    """What of them is before the end."""
    return [
        {**it, "length": min(it["length"], end - it["offset"])}
        for it in entities
        if it["offset"] < end
    ]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _moved(entity: Entity, text: str, skipped: int, end: int) -> dict[str, Any] | None:
    """Where it is in the clean text; none if we do not keep it, or nothing is left of it."""
    look = _look(entity)
    if look is None:
        return None
    first = int(entity["offset"])
    last = first + int(entity["length"])
    start = max(units(_visible(_before(text, first))) - skipped, 0)
    stop = min(units(_visible(_before(text, last))) - skipped, end)
    return {**look, "offset": start, "length": stop - start} if stop > start else None


def _look(entity: Entity) -> dict[str, Any] | None:
    kind, url = entity["type"], entity.get("url")
    if kind in PLAIN:
        return {"type": kind}
    if kind != LINK or not isinstance(url, str) or len(url) > URL_LENGTH:
        return None
    return None if UNFIT.search(url) or not opens(url) else {"type": LINK, "url": url}


def _before(text: str, at: int) -> str:
    raw = text.encode("utf-16-le", errors="surrogatepass")
    return raw[: at * 2].decode("utf-16-le", errors="ignore")


def _visible(text: str) -> str:
    """Each character stays or goes by itself, so that a part goes as it does in the whole."""
    return CONTROLS.sub("", HIDDEN.sub("", storable(text)))
