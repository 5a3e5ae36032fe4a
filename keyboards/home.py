from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from keyboards.layout import Button, column


class Home(CallbackData, prefix="home"):
    """To the menu, out of whatever is going on."""


def to_home() -> Button:
    return buttons.home(), Home()


def way_back() -> InlineKeyboardMarkup:
    """Under what leads nowhere else."""
    return column(to_home())
