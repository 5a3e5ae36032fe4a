from dataclasses import replace

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel

from bot.texts import buttons
from bot.texts import people_buttons as labels
from db.models import User
from domain.people import PAGE_SIZE, Circle, PeoplePage, Search
from keyboards import searching
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, rows

LETTERS = {Circle.ALL: "a", Circle.HOSTS: "h", Circle.ADMINS: "m", Circle.BLOCKED: "b"}


class ShowPeople(CallbackData, prefix="people"):
    """A page of the list of people."""

    search: str = ""


class AskPerson(CallbackData, prefix="whom"):
    """Whom the admin looks for, among those of that list."""

    search: str = ""


class OfPerson(BaseModel):
    """Somebody, and the search that led to them, to go back there."""

    user_id: Id
    search: str = ""


class ShowPerson(OfPerson, CallbackData, prefix="person"):
    """Their card."""


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


def page(found: PeoplePage, search: Search) -> InlineKeyboardMarkup:
    now = replace(search, page=found.number)
    count = -(-found.total // PAGE_SIZE)
    return rows(
        *([_person(number, user, now)] for number, user in enumerate(found.people, found.first)),
        pager(found.number, count, lambda it: _showing(replace(search, page=it))),
        [_circle(Circle.ALL, search), _circle(Circle.HOSTS, search)],
        [_circle(Circle.ADMINS, search), _circle(Circle.BLOCKED, search)],
        [_search(search), to_home()],
    )


def asking(search: str) -> InlineKeyboardMarkup:
    return rows([(buttons.to_list(), ShowPeople(search=search)), to_home()])


def _person(number: int, user: User, search: Search) -> Button:
    meaning = ShowPerson(user_id=user.id, search=pack(search))
    return labels.person(number, user.full_name), meaning


def _circle(circle: Circle, search: Search) -> Button:
    label = labels.circle(circle, is_current=circle is search.circle)
    return label, _showing(Search(circle, search.words))


def _search(search: Search) -> Button:
    if search.words:
        return buttons.clear_search(), _showing(Search(search.circle))
    return buttons.search(), AskPerson(search=pack(search))


def _showing(search: Search) -> ShowPeople:
    return ShowPeople(search=pack(search))
