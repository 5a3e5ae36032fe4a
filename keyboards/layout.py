from collections.abc import Callable, Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from pydantic import Field

from bot.texts import buttons

Id = Annotated[int, Field(ge=0, lt=2**63)]
"""What a forged button names beyond that is no id at all."""

Button = tuple[str, CallbackData | str | WebAppInfo]
"""The label, and what the button means, or the address or page that it opens."""

Row = list[Button]


def rows(*those: Row) -> InlineKeyboardMarkup:
    """Rows of buttons; those with none in them are left out."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[_button(*button) for button in row] for row in those if row]
    )


def column(*those: Button) -> InlineKeyboardMarkup:
    """One under another: on a phone, labels with names in them need the whole width."""
    return rows(*([button] for button in those))


def pairs(those: Sequence[Button]) -> list[Row]:
    """Two beside each other, for short labels."""
    return [list(those[at : at + 2]) for at in range(0, len(those), 2)]


def pager(number: int, count: int, to: Callable[[int], CallbackData]) -> Row:
    """Ways to the other pages, which are counted from 0; round from the last to the first."""
    if count <= 1:
        return []
    return [
        (buttons.previous_page(), to((number - 1) % count)),
        (buttons.page(number + 1, count), to(number)),
        (buttons.next_page(), to((number + 1) % count)),
    ]


def _button(label: str, meaning: CallbackData | str | WebAppInfo) -> InlineKeyboardButton:
    if isinstance(meaning, WebAppInfo):
        return InlineKeyboardButton(text=label, web_app=meaning)
    if isinstance(meaning, str):
        return InlineKeyboardButton(text=label, url=meaning)
    return InlineKeyboardButton(text=label, callback_data=meaning.pack())
