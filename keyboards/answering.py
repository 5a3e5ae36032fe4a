"""Questions to those who run a course, as they see them."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import question_buttons as labels
from domain.questions import PAGE_SIZE, Inquiry, InquiryPage
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, rows


class ShowQuestions(CallbackData, prefix="questions"):
    """A page of those of a course without an answer."""

    course_id: Id
    page: Id = 0


class ShowQuestion(CallbackData, prefix="question"):
    question_id: Id


class AskAnswer(CallbackData, prefix="answer"):
    """Asks for the words."""

    question_id: Id


class AskClose(CallbackData, prefix="ask-close-q"):
    question_id: Id


class CloseQuestion(CallbackData, prefix="close-q"):
    """Without an answer."""

    question_id: Id


def page(course_id: int, found: InquiryPage) -> InlineKeyboardMarkup:
    pages = -(-found.total // PAGE_SIZE)
    lines = enumerate(found.lines, found.number * PAGE_SIZE + 1)
    return rows(
        *([_named(number, it)] for number, it in lines),
        pager(found.number, pages, lambda it: ShowQuestions(course_id=course_id, page=it)),
        [to_hub(course_id), to_home()],
    )


def inquiry(it: Inquiry) -> InlineKeyboardMarkup:
    question = it.question
    close: Button = labels.close(), AskClose(question_id=question.id)
    return rows(
        [_answer(question.id)] if question.is_open else [],
        [close] if question.is_open else [],
        [_to_questions(question.course_id), to_home()],
    )


def asking(question_id: int) -> InlineKeyboardMarkup:
    return rows([(labels.to_question(), ShowQuestion(question_id=question_id)), to_home()])


def ask_close(it: Inquiry) -> InlineKeyboardMarkup:
    which = {"question_id": it.question.id}
    return rows(
        [(labels.close_for_sure(), CloseQuestion(**which))],
        [(labels.keep_open(), ShowQuestion(**which)), to_home()],
    )


def settled(course_id: int) -> InlineKeyboardMarkup:
    return rows([_to_questions(course_id), to_home()])


def news(it: Inquiry) -> InlineKeyboardMarkup:
    """Below a question that comes by itself."""
    return rows([_answer(it.question.id)], [questions(it.question.course_id), to_home()])


def news_of_answer(it: Inquiry) -> InlineKeyboardMarkup:
    return rows([questions(it.question.course_id), to_home()])


def questions(course_id: int, waiting: int = 0) -> Button:
    return labels.questions(waiting), ShowQuestions(course_id=course_id)


def _to_questions(course_id: int) -> Button:
    return labels.to_questions(), ShowQuestions(course_id=course_id)


def _answer(question_id: int) -> Button:
    return labels.answer(), AskAnswer(question_id=question_id)


def _named(number: int, it: Inquiry) -> Button:
    return labels.named(number, it.asker.full_name), ShowQuestion(question_id=it.question.id)
