from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from keyboards.home import to_home
from keyboards.layout import Button, column
from keyboards.menu import Privacy


class MyData(CallbackData, prefix="my-data"):
    pass


class AskForget(CallbackData, prefix="ask-forget"):
    """What goes, and what stays?"""


class ForgetMe(CallbackData, prefix="forget-me"):
    """Yes, all of that."""


def mine() -> InlineKeyboardMarkup:
    """For whom something is kept about."""
    return column((buttons.my_data(), MyData()), (buttons.withdraw(), AskForget()), to_home())


def ask_forget() -> InlineKeyboardMarkup:
    return column((buttons.forget_me(), ForgetMe()), (buttons.keep_me(), Privacy()))


def to_privacy() -> InlineKeyboardMarkup:
    return column(_to_privacy(), to_home())


def to_privacy_only() -> InlineKeyboardMarkup:
    """For whom there is nothing else."""
    return column(_to_privacy())


def _to_privacy() -> Button:
    return buttons.privacy(), Privacy()
