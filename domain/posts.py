"""What somebody writes to many: their own words and formatting, a picture or a file, a button."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from domain import addresses
from domain.errors import (
    AddressNotValid,
    AnnouncementEmpty,
    AnnouncementTooLong,
    ButtonNotValid,
    FormattingNotValid,
    MediaStays,
)
from domain.formatting import Entity, units
from domain.names import storable, tidy

TEXT_LENGTH, CAPTION_LENGTH = 4096, 1024
"""Of Telegram's messages and of what stands under its pictures and files, in UTF-16 units."""

LABEL_LENGTH = 40
URL_LENGTH = 1000

MOST_ENTITIES = 100
"""Telegram drops what is beyond."""

Kind = Literal[
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "pre",
    "blockquote",
    "expandable_blockquote",
    "text_link",
    "custom_emoji",
]
"""What of formatting is kept. Telegram finds addresses and the like by itself, and who is named by
their account is nobody else's business."""

KINDS = get_args(Kind)

WHOLE = {"type": str, "offset": int, "length": int}
WORDS = {"url": str, "language": str, "custom_emoji_id": str}


@dataclass(frozen=True)
class Button:
    """Under the message; it opens a page."""

    label: str
    url: str


@dataclass(frozen=True)
class Content:
    text: str = ""
    entities: Sequence[Entity] = ()
    photo: str | None = None
    """What Telegram calls it."""
    document: str | None = None
    button: Button | None = None

    @property
    def has_media(self) -> bool:
        return bool(self.photo or self.document)

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.has_media)


def stored(content: Content) -> dict[str, Any]:
    """As JSON, without what is empty."""
    return {name: value for name, value in asdict(content).items() if value}


def of_stored(kept: Mapping[str, Any]) -> Content:
    button = kept.get("button")
    return Content(**{**kept, "button": Button(**button) if button else None})


def checked(content: Content) -> Content:
    """As it may be sent. Refuses what Telegram would not take."""
    kept = replace(content, text=storable(content.text), entities=_formatting(content))
    if kept.is_empty:
        raise AnnouncementEmpty
    limit = CAPTION_LENGTH if kept.has_media else TEXT_LENGTH
    if units(kept.text) > limit:
        raise AnnouncementTooLong(limit)
    return kept


def rewritten(before: Content, wish: Content) -> Content:
    """Other words in a message that people have: its picture or file stays where none is sent
    instead, and so does the button."""
    if wish.has_media and not before.has_media:
        raise MediaStays
    media = wish if wish.has_media else before
    after = replace(wish, photo=media.photo, document=media.document, button=before.button)
    return checked(after)


def button(typed: str) -> Button:
    """`Sign up https://example.org`: a label, then an address."""
    label, _, last = tidy(typed).rpartition(" ")
    label = label.rstrip(" -\u2013\u2014:")
    if not 0 < units(label) <= LABEL_LENGTH:
        raise ButtonNotValid(LABEL_LENGTH)
    try:
        return Button(label, addresses.address(last, URL_LENGTH))
    except AddressNotValid as error:
        raise ButtonNotValid(LABEL_LENGTH) from error


def _formatting(content: Content) -> Sequence[Entity]:
    kept = [it for it in content.entities if it.get("type") in KINDS]
    return [_entity(it, units(content.text)) for it in kept[:MOST_ENTITIES]]


def _entity(entity: Entity, end: int) -> dict[str, Any]:
    known = {name: it for name, it in entity.items() if name in WHOLE or name in WORDS}
    is_whole = all(isinstance(known.get(name), kind) for name, kind in WHOLE.items())
    is_worded = all(isinstance(known.get(name, ""), kind) for name, kind in WORDS.items())
    if not (is_whole and is_worded):
        raise FormattingNotValid
    if known["offset"] < 0 or known["length"] <= 0 or known["offset"] + known["length"] > end:
        raise FormattingNotValid
    return known
