"""What Telegram would not take of us, and what would look broken if it did."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.types import InlineKeyboardMarkup, InputMediaPhoto

TEXT, CAPTION, NOTICE, LABEL, MEANING = 4096, 1024, 200, 64, 64

TAGS = {"a", "b", "blockquote", "code", "i", "pre", "s", "tg-spoiler", "u"}
PIECE = re.compile(
    r"""[^<>&]+ | &(?:lt|gt|amp|quot); | <(?P<end>/?)(?P<tag>[a-z-]+)(?:\ href="[^"<>]*")?>""",
    re.VERBOSE,
)

OVERRIDES = re.compile("[\u202a-\u202e]")
ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
ISOLATES = re.compile("[\u2066-\u2069]")


class NotHtml(Exception):
    pass


def read(html: str) -> str:
    """What a person sees of it. Stricter than Telegram: every bracket and ampersand is quoted."""
    seen, still_open, at = "", [""], 0
    while at < len(html):
        piece = PIECE.match(html, at)
        if piece is None:
            raise NotHtml(f"not quoted: {html[at : at + 40]!r}")
        at = piece.end()
        if piece["tag"] is None:
            seen += unescape(piece[0])
        else:
            follow(piece["tag"], still_open, is_end=bool(piece["end"]))
    if still_open != [""]:
        raise NotHtml(f"not closed: {still_open[1:]}")
    return seen


def follow(tag: str, still_open: list[str], *, is_end: bool) -> None:
    if tag not in TAGS:
        raise NotHtml(f"not a tag of Telegram: {tag}")
    if not is_end:
        still_open.append(tag)
    elif still_open.pop() != tag:
        raise NotHtml(f"closed, but not open: {tag}")


def faults(method: TelegramMethod[Any]) -> list[str]:
    return [*faults_of_text(method), *faults_of_keyboard(method)]


def faults_of_text(method: TelegramMethod[Any]) -> Iterator[str]:
    match method:
        case SendMessage() | EditMessageText():
            yield from faults_of_html(method.text or "", TEXT)
        case SendPhoto() | SendDocument():
            yield from faults_of_html(method.caption or "", CAPTION)
        case EditMessageMedia(media=InputMediaPhoto() as media):
            yield from faults_of_html(media.caption or "", CAPTION)
        case AnswerCallbackQuery(text=str(text)) if not 0 < units(text) <= NOTICE:
            yield f"a notice of {units(text)} characters"


def faults_of_html(html: str, limit: int) -> Iterator[str]:
    try:
        seen = read(html)
    except NotHtml as error:
        yield str(error)
        return
    if not seen.strip() or units(seen) > limit:
        yield f"{units(seen)} characters of {limit}"
    if turns_what_follows(seen):
        yield f"turned around: {seen!r}"


def faults_of_keyboard(method: TelegramMethod[Any]) -> Iterator[str]:
    keyboard = getattr(method, "reply_markup", None)
    rows: Sequence[Any] = []
    if isinstance(keyboard, InlineKeyboardMarkup):
        rows = keyboard.inline_keyboard
    for button in (button for row in rows for button in row):
        if not button.text.strip() or units(button.text) > LABEL:
            yield f"a label of {units(button.text)} characters"
        if len((button.callback_data or "").encode()) > MEANING:
            yield f"a button that means too much: {button.callback_data}"


def turns_what_follows(text: str) -> bool:
    """Whether a mark of direction in it is without its end."""
    left = text
    while ISOLATED.search(left):
        left = ISOLATED.sub("", left)
    return bool(OVERRIDES.search(left) or ISOLATES.search(left))


def units(text: str) -> int:
    """As Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
