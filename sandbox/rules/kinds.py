"""Kinds of files, named as the field of a message that holds one."""

from dataclasses import dataclass, field
from pathlib import PurePath

from sandbox.people import Json


@dataclass(frozen=True)
class Kind:
    prefix: bytes
    """So that file ids begin as those of Telegram: AgEC…, BQAC…"""
    folder: str
    name: str
    """In refusals."""
    suffixes: frozenset[str] = frozenset()
    """A bot's file of another format arrives as a document; none: any will do."""
    numbers: tuple[str, ...] = ()
    """What the sender says of it, else 0."""
    words: tuple[str, ...] = ()
    """What the sender may say of it."""
    fixed: Json = field(default_factory=dict)
    named: tuple[str, ...] = ("file_name", "mime_type")
    """What is told of the file itself."""


SOUND = frozenset({".mp3", ".m4a"})
SPEECH = SOUND | {".ogg", ".oga", ".opus"}
FILM = frozenset({".mp4"})
MEASURES = ("duration", "width", "height")

KINDS = {
    "photo": Kind(b"\x02\x01\x02", "photos", "Photo"),
    "video": Kind(b"\x04\x00\x02", "videos", "Video", FILM, MEASURES),
    "animation": Kind(b"\x0a\x00\x02", "animations", "Animation", FILM | {".gif"}, MEASURES),
    "audio": Kind(b"\x09\x00\x02", "music", "Audio", SOUND, ("duration",), ("performer", "title")),
    "voice": Kind(
        b"\x03\x00\x02", "voice", "VoiceNote", SPEECH, ("duration",), named=("mime_type",)
    ),
    "sticker": Kind(
        b"\x08\x00\x02",
        "stickers",
        "Sticker",
        numbers=("width", "height"),
        fixed={"type": "regular", "is_animated": False, "is_video": False},
        named=(),
    ),
    "document": Kind(b"\x05\x00\x02", "documents", "Document"),
}
"""An animation is also a document, so that comes last."""

CAPTIONED = KINDS.keys() - {"sticker"}
REPLACEABLE = CAPTIONED - {"voice"}
"""By other media, in an edit."""


def fitting(kind: str, file_name: str) -> str:
    """What Telegram makes of a file that a bot sends as that kind."""
    suffixes = KINDS[kind].suffixes
    is_right = not suffixes or PurePath(file_name).suffix.lower() in suffixes
    return kind if is_right else "document"
