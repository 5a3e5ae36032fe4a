"""The list of all courses, its filters, and the question before one is taken over."""

from dataclasses import replace

from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import programme_buttons as labels
from db.models import Course
from domain.programme import PAGE_SIZE, Circle, ProgrammePage, Search
from keyboards.catalogue import ShowCourse
from keyboards.editing import new_course
from keyboards.holidays import ShowHolidays
from keyboards.home import to_home
from keyboards.importing import AskImport
from keyboards.layout import Button, pager, pairs, rows
from keyboards.programme import (
    AskProgramme,
    ChooseCircle,
    TakeOver,
    back,
    pack,
    showing,
)


def page(found: ProgrammePage, search: Search) -> InlineKeyboardMarkup:
    now = replace(search, page=found.number)
    count = -(-found.total // PAGE_SIZE)
    return rows(
        *([_course(number, it.course, now)] for number, it in enumerate(found.lines, found.first)),
        pager(found.number, count, lambda it: showing(replace(search, page=it))),
        [_circle(search)],
        [_search(search)],
        [new_course(), (labels.import_(), AskImport())],
        [(labels.holidays(), ShowHolidays()), to_home()],
    )


def circles(counts: dict[Circle, int], search: Search) -> InlineKeyboardMarkup:
    choices = [_choice(circle, counts[circle], search) for circle in Circle]
    return rows(choices[:1], *pairs(choices[1:]), [back(pack(search)), to_home()])


def asking(search: str) -> InlineKeyboardMarkup:
    return rows([back(search), to_home()])


def ask_take_over(course_id: int) -> InlineKeyboardMarkup:
    yes = (labels.yes_take_over(), TakeOver(course_id=course_id))
    return rows([yes], [(buttons.back_to_course(), ShowCourse(course_id=course_id)), to_home()])


def _course(number: int, course: Course, search: Search) -> Button:
    meaning = ShowCourse(course_id=course.id, search=pack(search))
    return buttons.course(number, course.name), meaning


def _choice(circle: Circle, count: int, search: Search) -> Button:
    label = labels.circle(circle, count, is_current=circle is search.circle)
    return label, showing(Search(circle, search.words))


def _circle(search: Search) -> Button:
    return labels.chosen(search.circle), ChooseCircle(search=pack(search))


def _search(search: Search) -> Button:
    if search.words:
        return buttons.clear_search(), showing(Search(search.circle))
    return buttons.search(), AskProgramme(search=pack(search))
