from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import setting_buttons as labels
from domain.mutes import PAGE_SIZE, Remindable, RemindablePage
from keyboards.catalogue import ShowCourses
from keyboards.layout import Button, Id, Row, pager, rows
from keyboards.settings import ShowMutes, to_settings


class Mute(CallbackData, prefix="mute"):
    course_id: Id
    is_muted: bool
    """What it shall be, so that tapping twice is tapping once."""
    page: Id = 0
    """Where one came from, to stay there."""


class Hush(CallbackData, prefix="hush"):
    """The same from inside a reminder, which stays as it is."""

    course_id: Id
    is_muted: bool


def page(found: RemindablePage) -> InlineKeyboardMarkup:
    pages = -(-found.total // PAGE_SIZE)
    nowhere: Row = [] if found.lines else [(buttons.courses(), ShowCourses())]
    return rows(
        *([_mute(it, found.number)] for it in found.lines),
        pager(found.number, pages, lambda number: ShowMutes(page=number)),
        nowhere,
        to_settings(),
    )


def _mute(line: Remindable, page: int) -> Button:
    meaning = Mute(course_id=line.course_id, is_muted=not line.is_muted, page=page)
    return labels.mute(line), meaning
