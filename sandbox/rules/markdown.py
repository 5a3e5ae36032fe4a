"""MarkdownV2 as Telegram reads it (TDLib's `parse_markdown_v2`): text, and entities by UTF-16
offsets."""

import re
from dataclasses import dataclass

from sandbox.people import Json
from sandbox.rules import links
from sandbox.rules.shown import Place, Shown, Unreadable, byte

STARTS = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
    "```": "pre",
    "[": "text_link",
    "![": "custom_emoji",
}
ENDS = {kind: mark for mark, kind in STARTS.items()} | {"text_link": "]", "custom_emoji": "]"}
"""A quotation ends with its line."""

CODE = {"code", "pre"}
NAMES = {"text_link": "TextUrl", "custom_emoji": "CustomEmoji", "blockquote": "BlockQuote"}

START = re.compile(r"```(?:([^\s`]+)(?=\s))?\n?|__|\|\||!\[|[*_~`\[]", re.ASCII)
ESCAPED = re.compile(r"\\([\x01-\x7e])")
PLAIN = re.compile(r"[^\\_*\[\]()~`>#+\-=|{}.!\n]+|\\")
PLAIN_IN_CODE = re.compile(r"[^\\`]+|\\")
ADDRESS = re.compile(r"\(((?:\\[\x01-\x7e]|[^)])*)(\))?")
EMOJI = re.compile(r"tg:(?://)?emoji/?\?(?:[^#]*&)?id=([1-9]\d*)(?=[&#]|\Z)", re.IGNORECASE)


@dataclass
class Mark:
    kind: str
    at: int
    """In the source."""
    begin: Place
    language: str = ""


def read(markdown: str) -> tuple[str, list[Json]]:
    """Raises `Unreadable`."""
    return Reader(markdown).read()


class Reader:
    def __init__(self, markdown: str) -> None:
        self._markdown = markdown
        self._at = 0
        self._shown = Shown()
        self._open: list[Mark] = []
        self._entities: list[Json] = []
        self._may_quote = True
        """Only at the beginning of a line does ">" begin a quotation."""

    def read(self) -> tuple[str, list[Json]]:
        while self._at < len(self._markdown):
            self._read_next()
        if self._is_quoting:
            self._close(self._end_of_quote())
        if self._open:
            raise self._unclosed(self._open[-1])
        return self._shown.text, self._entities

    def _read_next(self) -> None:
        if found := ESCAPED.match(self._markdown, self._at):
            self._show(found[1], found.end(), may_quote=found[1] == "\n")
        elif found := self._plain.match(self._markdown, self._at):
            self._show(found[0], found.end())
        elif self._markdown[self._at] == "\n":
            self._end_line()
        elif self._is_end():
            self._end()
        else:
            self._start()

    def _show(self, text: str, end: int, *, may_quote: bool = False) -> None:
        self._shown.add(text)
        self._at, self._may_quote = end, may_quote

    def _end_line(self) -> None:
        goes_on = self._markdown.startswith("\n>", self._at)
        quote = self._end_of_quote() if self._is_quoting and not goes_on else None
        self._show("\n", self._at + 1, may_quote=True)
        if quote is not None:
            self._close(quote)

    def _end_of_quote(self) -> Mark:
        """Two bars at its very end make it expandable."""
        last = self._open.pop()
        kind = "blockquote"
        if last.kind == "spoiler" and last.at == self._at - len(ENDS["spoiler"]):
            last, kind = self._open.pop(), "expandable_blockquote"
        if last.kind != "blockquote":
            raise self._unclosed(last)
        return Mark(kind, last.at, last.begin)

    def _start(self) -> None:
        begin, sign = self._at, self._markdown[self._at]
        if sign == ">" and self._may_quote:
            self._at += 1
            if not self._is_quoting:
                self._open.append(Mark("blockquote", begin, self._shown.end))
            return
        found = START.match(self._markdown, begin)
        if found is None:
            why = "is reserved and must be escaped with the preceding '\\'"
            raise Unreadable(f"Character '{sign}' {why}")
        self._at = found.end()
        kind = "pre" if found[0].startswith("```") else STARTS[found[0]]
        self._open.append(Mark(kind, begin, self._shown.end, found[1] or ""))

    def _is_end(self) -> bool:
        """Of two underscores, both belong together."""
        end = ENDS.get(self._open[-1].kind) if self._open else None
        is_split = end == "_" and self._markdown.startswith("__", self._at)
        return end is not None and self._markdown.startswith(end, self._at) and not is_split

    def _end(self) -> None:
        mark = self._open.pop()
        self._at += len(ENDS[mark.kind])
        match mark.kind:
            case "text_link":
                self._close_link(mark)
            case "custom_emoji":
                self._close_emoji(mark)
            case _:
                self._close(mark)

    def _close(self, mark: Mark, **said: str) -> None:
        span = self._shown.span(mark.begin)
        told = {"language": mark.language} if mark.language else {}
        if span["length"]:
            self._entities.append({"type": mark.kind, **span, **told, **said})

    def _close_link(self, mark: Mark) -> None:
        """One that leads nowhere leaves its text."""
        address = self._address()
        url = self._shown.since(mark.begin) if address is None else address
        if links.fault(url) is None:
            self._close(mark, url=url)

    def _close_emoji(self, mark: Mark) -> None:
        address = self._address()
        if address is None:
            raise Unreadable("The entity must contain a tg://emoji or tg://time URL")
        found = EMOJI.match(address)
        if found is None:
            raise Unreadable("Invalid tg://emoji or tg://time URL specified")
        self._close(mark, custom_emoji_id=found[1])

    def _address(self) -> str | None:
        """What stands in the parentheses that follow, if any do."""
        found = ADDRESS.match(self._markdown, self._at)
        if found is None:
            return None
        if found[2] is None:
            at = byte(self._markdown, found.start(1))
            raise Unreadable(f"Can't find end of a URL at byte offset {at}")
        self._at = found.end()
        return ESCAPED.sub(r"\1", found[1])

    @property
    def _plain(self) -> re.Pattern[str]:
        is_code = bool(self._open) and self._open[-1].kind in CODE
        return PLAIN_IN_CODE if is_code else PLAIN

    @property
    def _is_quoting(self) -> bool:
        return any(mark.kind == "blockquote" for mark in self._open)

    def _unclosed(self, mark: Mark) -> Unreadable:
        name = "PreCode" if mark.language else NAMES.get(mark.kind, mark.kind.title())
        at = byte(self._markdown, mark.at)
        return Unreadable(f"Can't find end of {name} entity at byte offset {at}")
