"""Whether people are told of what was changed."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import schedule_buttons as labels
from domain.course_news import Question, When
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Id, rows
from keyboards.schedules import to_schedule


class Tell(CallbackData, prefix="tell"):
    course_id: Id
    entry_id: Id
    """Of the history: which change."""
    when: When


class TellNobody(CallbackData, prefix="tell-no"):
    course_id: Id


class TellOfDays(CallbackData, prefix="tell-off"):
    """The people of all courses whose lessons went, or came back, with days off."""

    entry_id: Id
    """Of the history: one of that act."""
    when: When


class TellNobodyOfDays(CallbackData, prefix="tell-off-no"):
    pass


def ask(question: Question) -> InlineKeyboardMarkup:
    course_id = question.course.id
    what = {"course_id": course_id, "entry_id": question.entry_id}
    return rows(
        [(labels.tell(When.NOW), Tell(**what, when=When.NOW))],
        [(labels.tell(When.MORNING), Tell(**what, when=When.MORNING))],
        [(labels.tell_nobody(), TellNobody(course_id=course_id))],
    )


def ask_of_days(entry_id: int) -> InlineKeyboardMarkup:
    return rows(
        [(labels.tell(When.NOW), TellOfDays(entry_id=entry_id, when=When.NOW))],
        [(labels.tell(When.MORNING), TellOfDays(entry_id=entry_id, when=When.MORNING))],
        [(labels.tell_nobody(), TellNobodyOfDays())],
    )


def answered(course_id: int) -> InlineKeyboardMarkup:
    return rows([to_schedule(course_id)], [to_hub(course_id), to_home()])
