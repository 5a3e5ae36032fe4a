"""The management of a course goes to another admin."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import roster_buttons as labels
from domain.handing import PAGE_SIZE, Handover, Takers
from keyboards.course import to_course
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, rows
from keyboards.staff import AskTaker, to_team


class ChooseTaker(CallbackData, prefix="taker"):
    """This admin, but ask once more."""

    course_id: Id
    user_id: Id


class HandOver(CallbackData, prefix="hand-over"):
    course_id: Id
    user_id: Id
    stays: bool
    """As a host."""


def takers(seen: Takers) -> InlineKeyboardMarkup:
    course_id, found = seen.course.id, seen.found
    people: list[Button] = [
        (labels.taker(it.full_name), ChooseTaker(course_id=course_id, user_id=it.id))
        for it in seen.possible
    ]
    pages = pager(
        found.number,
        -(-found.total // PAGE_SIZE),
        lambda it: AskTaker(course_id=course_id, page=it),
    )
    return rows(*([it] for it in people), pages, [to_team(course_id), to_home()])


def ask(handover: Handover) -> InlineKeyboardMarkup:
    whom = {"course_id": handover.course.id, "user_id": handover.taker.user_id}
    return rows(
        [(labels.hand_over_and_stay(), HandOver(**whom, stays=True))],
        [(labels.hand_over_and_leave(), HandOver(**whom, stays=False))],
        [to_team(handover.course.id), to_home()],
    )


def done(handover: Handover) -> InlineKeyboardMarkup:
    """An admin sees the course and its team, whatever they are there."""
    course_id = handover.course.id
    return rows([to_course(course_id), to_team(course_id)], [to_home()])
