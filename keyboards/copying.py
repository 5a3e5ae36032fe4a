from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import running_buttons as labels
from domain.copying import Source, packed, proposal
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Id, Row, rows


class AskCopy(CallbackData, prefix="ask-copy"):
    course_id: Id


class CopyCourse(CallbackData, prefix="copy"):
    course_id: Id
    day: str
    """The first, as 20260901."""
    public_id: Id
    """What the copy will be known by: so that a second tap makes no second one."""


def ask(it: Source) -> InlineKeyboardMarkup:
    course_id = it.course.id
    days: list[Row] = [
        [
            (
                labels.copy_to(day, it.course.start_date),
                CopyCourse(
                    course_id=course_id, day=packed(day), public_id=proposal(day).public_id
                ),
            )
        ]
        for day in it.days
    ]
    return rows(*days, [to_hub(course_id), to_home()])
