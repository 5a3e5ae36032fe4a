"""Under the numbers of a course."""

from aiogram.types import InlineKeyboardMarkup

from bot.texts import roster_buttons as labels
from domain.numbers import PAGE_SIZE, SeenNumbers
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import pager, rows
from keyboards.numbers import ShowNumbers
from keyboards.roster import ShowRoster


def page(seen: SeenNumbers) -> InlineKeyboardMarkup:
    course_id, found = seen.course.id, seen.numbers
    pages = pager(
        found.number,
        -(-found.held // PAGE_SIZE),
        lambda it: ShowNumbers(course_id=course_id, page=it),
    )
    people = (labels.roster(), ShowRoster(course_id=course_id))
    return rows(pages, [people], [to_hub(course_id), to_home()])
