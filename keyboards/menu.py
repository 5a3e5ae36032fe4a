from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from domain.courses import Choice, Search
from keyboards.catalogue import ShowCourses, showing
from keyboards.home import to_home
from keyboards.layout import Button, rows


class Help(CallbackData, prefix="help"):
    pass


class Privacy(CallbackData, prefix="privacy"):
    pass


def how_to() -> InlineKeyboardMarkup:
    return rows([(buttons.courses(), ShowCourses()), (buttons.privacy(), Privacy())], [to_home()])


def my_courses() -> Button:
    return buttons.my_courses(), showing(Search(Choice.MINE))
