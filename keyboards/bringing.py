"""Somebody is enrolled by those who run the course."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import roster_buttons as labels
from db.models import Course, User
from domain.roster import PAGE_SIZE, Acquaintances
from keyboards import searching
from keyboards.course import ShowPoster
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, rows
from keyboards.roster import AskNewcomer, ShowSeat, to_roster

LETTERS = {"": "a"}
"""There is nothing to choose, but words and pages."""


class ShowKnown(CallbackData, prefix="known"):
    """A page of those found by words."""

    course_id: Id
    search: str = ""


class AskBring(CallbackData, prefix="ask-enter"):
    course_id: Id
    user_id: Id


class Bring(CallbackData, prefix="enter"):
    course_id: Id
    user_id: Id


def packed(words: tuple[str, ...]) -> str:
    """With as many of the words as buttons can carry."""
    return searching.pack("a", searching.fitting(words), 0)


def words_and_page(packed: str) -> tuple[tuple[str, ...], int]:
    found = searching.unpack(packed, LETTERS)
    return (found[1], found[2]) if found else ((), 0)


def asking(course: Course) -> InlineKeyboardMarkup:
    poster: Button = labels.qr(), ShowPoster(course_id=course.id)
    return rows([poster], [to_roster(course.id), to_home()])


def found(those: Acquaintances, words: tuple[str, ...]) -> InlineKeyboardMarkup:
    course_id, page = those.course.id, those.found

    def showing(number: int) -> ShowKnown:
        return ShowKnown(course_id=course_id, search=searching.pack("a", words, number))

    people = [[_person(number, it, those)] for number, it in enumerate(page.people, page.first)]
    return rows(
        *people,
        pager(page.number, -(-page.total // PAGE_SIZE), showing),
        [_another(course_id)],
        [to_roster(course_id), to_home()],
    )


def ask_bring(course: Course, user_id: int) -> InlineKeyboardMarkup:
    label = labels.yes_queue() if course.is_full else labels.yes_enroll()
    yes: Button = label, Bring(course_id=course.id, user_id=user_id)
    return rows([yes], [_another(course.id)], [to_roster(course.id), to_home()])


def _another(course_id: int) -> Button:
    return labels.another_person(), AskNewcomer(course_id=course_id)


def _person(number: int, user: User, those: Acquaintances) -> Button:
    """Who is there already is shown there."""
    label = labels.person(number, user.full_name)
    standing = those.standings.get(user.id)
    if standing is not None:
        return label, ShowSeat(enrollment_id=standing.id)
    return label, AskBring(course_id=those.course.id, user_id=user.id)
