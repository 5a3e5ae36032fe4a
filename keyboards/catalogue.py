from dataclasses import replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons, question_buttons
from domain.courses import Choice, CourseLine, CoursePage, Search
from keyboards import searching
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, pairs, rows

LETTERS = {Choice.ALL: "a", Choice.CAN_JOIN: "j", Choice.MISIS: "m", Choice.MINE: "o"}
"""A button has 64 bytes for everything."""


class ShowCourses(CallbackData, prefix="courses"):
    """A page of the catalogue."""

    search: str = ""


class AskWords(CallbackData, prefix="search"):
    pass


class ShowOwnQuestions(CallbackData, prefix="my-qs"):
    """A page of what one has asked."""

    page: Id = 0


class ShowCourse(CallbackData, prefix="course"):
    course_id: Id
    search: str = ""
    """Where one came from, to go back there."""


def fitting(search: Search) -> Search:
    """The search with as many words as its buttons can carry."""
    return replace(search, words=searching.fitting(search.words))


def showing(search: Search) -> ShowCourses:
    return ShowCourses(search=pack(search))


def pack(search: Search) -> str:
    return searching.pack(LETTERS[search.choice], search.words, search.page)


def unpack(packed: str) -> Search:
    """The search of a button; the first page of all where it is not one."""
    found = searching.unpack(packed, LETTERS)
    return Search(*found) if found else Search()


def page(found: CoursePage, search: Search, size: int) -> InlineKeyboardMarkup:
    now = replace(search, page=found.number)
    first = found.number * size + 1
    return rows(
        *([_course(number, line, now)] for number, line in enumerate(found.lines, first)),
        pager(found.number, -(-found.total // size), lambda it: showing(replace(search, page=it))),
        *pairs([_choice(choice, search) for choice in Choice]),
        [own_questions()] if search.choice is Choice.MINE else [],
        [_search(search), to_home()],
    )


def asking() -> InlineKeyboardMarkup:
    return rows([(buttons.courses(), ShowCourses()), to_home()])


def own_questions() -> Button:
    return question_buttons.mine(), ShowOwnQuestions()


def _course(number: int, line: CourseLine, search: Search) -> Button:
    meaning = ShowCourse(course_id=line.course.id, search=pack(search))
    return buttons.course(number, line.course.name), meaning


def _choice(choice: Choice, search: Search) -> Button:
    label = buttons.choice(choice, is_current=choice is search.choice)
    return label, showing(Search(choice, search.words))


def _search(search: Search) -> Button:
    if search.words:
        return buttons.clear_search(), showing(Search(search.choice))
    return buttons.search(), AskWords()
