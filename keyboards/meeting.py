from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from db.models import Act
from keyboards.home import Home
from keyboards.layout import Id, Row, column, rows
from keyboards.menu import Privacy


class Agree(CallbackData, prefix="agree"):
    """To the processing of personal data."""


class AgreeTo(CallbackData, prefix="agree-to"):
    """To the same, of somebody whom we know already; the act is done at once."""

    act: Act
    subject: Id


class ThisIsMe(CallbackData, prefix="this-is-me"):
    """The name that Telegram knows is right."""


class SkipGroup(CallbackData, prefix="no-group"):
    pass


def consent(agreeing: CallbackData | None = None) -> InlineKeyboardMarkup:
    return column(
        (buttons.agree(), agreeing or Agree()),
        (buttons.read_privacy(), Privacy()),
        (buttons.not_now(), Home()),
    )


def whole_text() -> InlineKeyboardMarkup:
    """For who reads it because we asked them to agree."""
    return column((buttons.agree(), Agree()), (buttons.not_now(), Home()))


def name(proposed: str | None) -> InlineKeyboardMarkup:
    this_is_me: Row = [(buttons.this_is_me(proposed), ThisIsMe())] if proposed else []
    return rows(this_is_me, [(buttons.not_now(), Home())])


def group() -> InlineKeyboardMarkup:
    return column((buttons.skip(), SkipGroup()), (buttons.not_now(), Home()))
