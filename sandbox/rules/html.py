"""HTML as Telegram reads it (TDLib's `parse_html`): text, and entities by UTF-16 offsets."""

import re
from dataclasses import dataclass

from sandbox.people import Json
from sandbox.rules import links, references
from sandbox.rules.shown import Place, Shown, Unreadable, byte

ENTITIES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
ARGUMENTS = {("a", "href"), ("code", "class"), ("span", "class"), ("tg-emoji", "emoji-id")}

PLAIN = re.compile(r"[^<&]+")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"""[^\s=>/"']*""")
SPACE = re.compile(r"\s*")
TOKEN = re.compile(r"[a-zA-Z0-9.-]*")


@dataclass
class Tag:
    name: str
    begin: Place
    argument: str = ""


def read(html: str) -> tuple[str, list[Json]]:
    """Raises `Unreadable`."""
    return Reader(html).read()


class Reader:
    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._shown = Shown()
        self._open: list[Tag] = []
        self._entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self._at < len(self._html):
            if self._html[self._at] == "<":
                self._read_tag()
            else:
                self._read_text()
        if self._open:
            tag = self._open[-1].name
            raise Unreadable(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return self._shown.text, [without_hint(entity) for entity in self._entities]

    def _read_text(self) -> None:
        found = references.REFERENCE.match(self._html, self._at)
        read = references.character(found) if found else None
        if found is None or read is None:
            found = PLAIN.match(self._html, self._at)
            read = found[0] if found else self._html[self._at]
        self._at = found.end() if found else self._at + 1
        self._shown.add(read)

    def _read_tag(self) -> None:
        begin = self._at
        self._at += 1
        if self._peek() == "/":
            self._at += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _start_tag(self, begin: int) -> None:
        name = self._take(TAG_NAME).lower()
        if not self._peek():
            raise self._wrong("Unclosed start tag", begin)
        if name not in ENTITIES:
            raise self._wrong(f'Unsupported start tag "{name}"', begin)
        tag = Tag(name, self._shown.end)
        self._take(SPACE)
        while self._peek() != ">":
            self._attribute(tag, begin)
            self._take(SPACE)
        self._at += 1
        if name == "span" and tag.argument != "tg-spoiler":
            raise self._wrong('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(tag)

    def _attribute(self, tag: Tag, begin: int) -> None:
        name = self._take(ATTRIBUTE_NAME)
        if not name:
            raise self._wrong(f'Empty attribute name in the tag "{tag.name}"', begin)
        self._take(SPACE)
        value = ""
        if self._peek() == "=":
            self._at += 1
            self._take(SPACE)
            value = self._value()
        if not self._peek():
            raise self._wrong(f'Unclosed start tag "{tag.name}"', begin)
        if (tag.name, name) in ARGUMENTS:
            tag.argument = value
        elif (tag.name, name) == ("blockquote", "expandable"):
            tag.argument = "expandable"

    def _value(self) -> str:
        quote = self._peek()
        if quote not in {'"', "'"} or not quote:
            begin = self._at
            token = self._take(TOKEN).lower()
            if self._peek() and self._peek() != ">" and not self._peek().isspace():
                raise self._wrong("Unexpected end of name token", begin)
            return token
        end = self._html.find(quote, self._at + 1)
        value = self._html[self._at + 1 : end if end >= 0 else len(self._html)]
        self._at = end + 1 if end >= 0 else len(self._html)
        return references.decode(value)

    def _end_tag(self, begin: int) -> None:
        if not self._open:
            raise self._wrong("Unexpected end tag", begin)
        name = self._take(TAG_NAME).lower()
        self._take(SPACE)
        if self._peek() != ">":
            raise self._wrong("Unclosed end tag", begin)
        self._at += 1
        tag = self._open.pop()
        if name not in {"", tag.name}:
            at = byte(self._html, begin)
            expected = f'expected "</{tag.name}>", found "</{name}>"'
            raise Unreadable(f"Unmatched end tag at byte offset {at}, {expected}")
        self._close(tag)

    def _close(self, tag: Tag) -> None:
        span = self._shown.span(tag.begin)
        if not span["length"]:
            return
        entity: Json = {"type": ENTITIES[tag.name], **span}
        inner = self._entities[-1] if self._entities else {}
        is_one = {name: inner.get(name) for name in span} == span
        if tag.name == "pre" and is_one and inner.get("type") == "code" and "hint" in inner:
            self._entities[-1] = {**entity, "language": inner["hint"]}
            return
        complete = completed(entity, tag, self._shown.since(tag.begin))
        if complete is not None:
            self._entities.append(complete)

    def _peek(self) -> str:
        """The next character; empty at the end."""
        return self._html[self._at : self._at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._html, self._at)
        assert found is not None
        self._at = found.end()
        return found[0]

    def _wrong(self, what: str, at: int) -> Unreadable:
        return Unreadable(f"{what} at byte offset {byte(self._html, at)}")


def completed(entity: Json, tag: Tag, shown: str) -> Json | None:
    """None for a link that leads nowhere: its text stays."""
    match tag.name:
        case "a":
            url = tag.argument or shown
            return None if links.fault(url) else {**entity, "url": url}
        case "code" if tag.argument.startswith("language-"):
            return {**entity, "hint": tag.argument.removeprefix("language-")}
        case "blockquote" if tag.argument:
            return {**entity, "type": "expandable_blockquote"}
        case "tg-emoji":
            return {**entity, "custom_emoji_id": tag.argument}
    return entity


def without_hint(entity: Json) -> Json:
    return {name: value for name, value in entity.items() if name != "hint"}
