"""All courses, as admins see them: what its buttons mean, and ways to it from elsewhere."""

from dataclasses import replace

from aiogram.filters.callback_data import CallbackData

from bot.texts import buttons
from bot.texts import programme_buttons as labels
from domain.programme import Circle, Search
from keyboards import searching
from keyboards.catalogue import ShowCourses
from keyboards.layout import Button, Id, Row

LETTERS = {
    Circle.ALL: "A",
    Circle.MINE: "O",
    Circle.DRAFTS: "D",
    Circle.PUBLISHED: "P",
    Circle.FINISHED: "F",
    Circle.ARCHIVED: "R",
    Circle.MISIS: "M",
    Circle.UNMANAGED: "U",
    Circle.QUEUES: "Q",
}
"""Large ones: those of the catalogue for everybody are small."""


class ShowProgramme(CallbackData, prefix="all"):
    """A page of all courses."""

    search: str = ""


class ChooseCircle(CallbackData, prefix="all-which"):
    """Which of them, with how many there are of each."""

    search: str = ""


class AskProgramme(CallbackData, prefix="all-words"):
    """What the admin looks for, among those."""

    search: str = ""


class AskTakeOver(CallbackData, prefix="ask-take"):
    course_id: Id


class TakeOver(CallbackData, prefix="take"):
    course_id: Id


def fitting(search: Search) -> Search:
    """The search with as many words as its buttons can carry."""
    return replace(search, words=searching.fitting(search.words))


def pack(search: Search) -> str:
    return searching.pack(LETTERS[search.circle], search.words, search.page)


def tidy(packed: str) -> str:
    """What of a button can be kept: it may be forged."""
    return pack(unpack(packed))


def unpack(packed: str) -> Search:
    """The search of a button; the first page of all where it is not one."""
    found = searching.unpack(packed, LETTERS)
    return Search(*found) if found else Search()


def showing(search: Search) -> ShowProgramme:
    return ShowProgramme(search=pack(search))


def programme() -> Button:
    return labels.programme(), ShowProgramme()


def back(search: str) -> Button:
    return buttons.to_list(), ShowProgramme(search=search)


def to_list(search: str) -> Button:
    """From a course's card to the list that led there: this one, or that of everybody."""
    if search[:1] in LETTERS.values():
        return back(search)
    return buttons.to_list(), ShowCourses(search=search)


def take_over(course_id: int) -> Button:
    return labels.take_over(), AskTakeOver(course_id=course_id)


def attention(unmanaged: int, waiting: int) -> list[Row]:
    """To what needs an admin to look at it."""
    return [
        [(labels.unmanaged(unmanaged), showing(Search(Circle.UNMANAGED)))] if unmanaged else [],
        [(labels.queues(), showing(Search(Circle.QUEUES)))] if waiting else [],
    ]
