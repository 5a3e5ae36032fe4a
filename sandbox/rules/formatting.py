"""From what a bot writes to the text and the entities that people see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sandbox.people import Json
from sandbox.rules import found, html, markdown, units
from sandbox.rules.refusals import Refusal, ensure
from sandbox.rules.shown import Unreadable

READERS = {"html": html.read, "markdownv2": markdown.read}

LONGEST_SOURCE_BYTES = 1 << 15
MOST_ENTITIES = 100

ORDER = [
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "text_link",
    "text_mention",
    "url",
    "email",
    "mention",
    "hashtag",
    "bot_command",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
]
"""Of entities on the same characters, the outer one first."""

WHOLE = {"pre", "code", "text_link", "text_mention"}
"""Nothing is found inside these."""


@dataclass(frozen=True)
class Formatted:
    text: str
    entities: list[Json] = field(default_factory=list)

    def as_json(self, text: str, entities: str) -> Json:
        """Under these names; nothing where there is no text."""
        shown: Json = {text: self.text} if self.text else {}
        return shown | {entities: self.entities} if self.entities else shown


def formatted(text: str, parse_mode: str | None, entities: Sequence[Json] | None) -> Formatted:
    ensure(len(text.encode()) <= LONGEST_SOURCE_BYTES, "text is too long")
    text = text.replace("\r", "")
    if parse_mode and parse_mode.lower() != "none":
        text, read = parsed(text, parse_mode.lower())
    else:
        read = [checked(entity, text) for entity in entities or ()]
    return trimmed(text, [*read, *outside(found.entities(text), read)])


def parsed(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    if parse_mode not in READERS:
        raise Refusal("unsupported parse_mode")
    try:
        return READERS[parse_mode](text)
    except Unreadable as error:
        raise Refusal(f"can't parse entities: {error}") from error


def checked(entity: Json, text: str) -> Json:
    offset, length = int(entity["offset"]), int(entity["length"])
    ensure(offset >= 0, f"receive an entity with incorrect offset {offset}")
    ensure(length > 0, f"receive an entity with incorrect length {length}")
    ends = f"ends after the end of the text at UTF-16 offset {offset + length}"
    is_within = offset + length <= units.length(text)
    ensure(is_within, f"entity beginning at UTF-16 offset {offset} {ends}")
    return {**entity, "offset": offset, "length": length}


def outside(news: Iterable[Json], taken: Sequence[Json]) -> list[Json]:
    whole = [entity for entity in taken if entity["type"] in WHOLE]
    return [new for new in news if not any(overlap(new, entity) for entity in whole)]


def overlap(one: Json, other: Json) -> bool:
    starts: int = max(one["offset"], other["offset"])
    return starts < min(end(one), end(other))


def end(entity: Json) -> int:
    return int(entity["offset"]) + int(entity["length"])


def trimmed(text: str, entities: list[Json]) -> Formatted:
    """Telegram cuts the space around."""
    shown = text.strip()
    cut = units.length(text[: len(text) - len(text.lstrip())])
    last = units.length(shown)
    kept = (moved(entity, cut, last) for entity in entities)
    ordered = sorted((it for it in kept if it["length"] > 0), key=place)
    return Formatted(shown, ordered[:MOST_ENTITIES])


def moved(entity: Json, cut: int, last: int) -> Json:
    starts = max(0, entity["offset"] - cut)
    return {**entity, "offset": starts, "length": min(last, end(entity) - cut) - starts}


def place(entity: Json) -> tuple[int, int, int]:
    kind = entity["type"]
    return entity["offset"], -entity["length"], ORDER.index(kind) if kind in ORDER else len(ORDER)
