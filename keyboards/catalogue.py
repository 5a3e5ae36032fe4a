from dataclasses import replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from domain.courses import Choice, CourseLine, CoursePage, Search
from domain.names import storable
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, rows

LETTERS = {Choice.ALL: "a", Choice.CAN_JOIN: "j", Choice.MISIS: "m", Choice.MINE: "o"}
"""A button has 64 bytes for everything."""

ROOM = 36
"""Bytes that a button has for the words searched for."""


class ShowCourses(CallbackData, prefix="courses"):
    """A page of the catalogue."""

    search: str = ""


class AskWords(CallbackData, prefix="search"):
    pass


class ShowCourse(CallbackData, prefix="course"):
    course_id: Id
    search: str = ""
    """Where one came from, to go back there."""


def fitting(search: Search) -> Search:
    """The search with as many words as its buttons can carry."""
    words: list[str] = []
    for word in search.words:
        room = ROOM - len(" ".join([*words, ""]).encode())
        words.append(word.encode()[: max(room, 0)].decode(errors="ignore"))
    return replace(search, words=tuple(filter(None, words)))


def showing(search: Search) -> ShowCourses:
    return ShowCourses(search=pack(search))


def pack(search: Search) -> str:
    return " ".join([f"{LETTERS[search.choice]}{search.page}", *search.words])


def unpack(packed: str) -> Search:
    """The search of a button; the first page of all where it is not one."""
    where, *words = storable(packed).split() or [""]
    choices = [choice for choice, letters in LETTERS.items() if where.startswith(letters)]
    page = where[1:]
    if not choices or not page.isdecimal() or len(page) > len("9999"):
        return Search()
    return fitting(Search(choices[0], tuple(words), int(page)))


def page(found: CoursePage, search: Search, size: int) -> InlineKeyboardMarkup:
    now = replace(search, page=found.number)
    first = found.number * size + 1
    return rows(
        *([_course(number, line, now)] for number, line in enumerate(found.lines, first)),
        pager(found.number, -(-found.total // size), lambda it: showing(replace(search, page=it))),
        [_choice(choice, search) for choice in Choice],
        [_search(search), to_home()],
    )


def asking() -> InlineKeyboardMarkup:
    return rows([(buttons.courses(), ShowCourses()), to_home()])


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
