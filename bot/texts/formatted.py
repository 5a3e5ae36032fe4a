"""Formatted words as HTML."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import HtmlDecoration

from bot.texts.say import ISOLATED, RIGHT_TO_LEFT, quote, shorten
from domain.formatting import clipped, units


class _Html(HtmlDecoration):
    def link(self, value: str, link: str) -> str:
        return super().link(value, escape(link))

    def quote(self, value: str) -> str:
        return escape(value, quote=False)


def html(text: str, entities: Sequence[Mapping[str, Any]], limit: int) -> str:
    """At most so many characters of it, as it was formatted."""
    shown = shorten(text, limit)
    if not entities:
        return quote(shown)
    # Of what is cut off, the sign in its place has no formatting.
    end = units(shown) - (shown != text)
    kept = [MessageEntity(**it) for it in clipped(entities, end)]
    made = _Html().unparse(shown, kept)
    return ISOLATED.format(made) if RIGHT_TO_LEFT.search(shown) else made
