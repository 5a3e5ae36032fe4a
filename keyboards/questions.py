"""What people ask those who run a course."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import question_buttons as labels
from db.models import Course
from domain.questions import PAGE_SIZE, Inquiry, InquiryPage
from keyboards.catalogue import ShowOwnQuestions, own_questions
from keyboards.course import AskHosts, back_to_course, to_course
from keyboards.home import to_home
from keyboards.layout import Button, Id, pager, rows
from keyboards.menu import my_courses


class ShowOwnQuestion(CallbackData, prefix="my-q"):
    question_id: Id


class Withdraw(CallbackData, prefix="drop-q"):
    """Want no answer any more."""

    question_id: Id


def asking(course_id: int) -> InlineKeyboardMarkup:
    return rows([back_to_course(course_id), to_home()])


def asked(course_id: int) -> InlineKeyboardMarkup:
    return rows([own_questions(), to_course(course_id)], [to_home()])


def mine(found: InquiryPage) -> InlineKeyboardMarkup:
    pages = -(-found.total // PAGE_SIZE)
    lines = enumerate(found.lines, found.number * PAGE_SIZE + 1)
    return rows(
        *([_own(number, it)] for number, it in lines),
        pager(found.number, pages, lambda it: ShowOwnQuestions(page=it)),
        [my_courses(), to_home()],
    )


def own(it: Inquiry) -> InlineKeyboardMarkup:
    question = it.question
    back: Button = labels.to_mine(), ShowOwnQuestions()
    return rows(
        [(labels.withdraw(), Withdraw(question_id=question.id))] if question.is_open else [],
        [to_course(question.course_id)],
        [back, to_home()],
    )


def settled(course: Course) -> InlineKeyboardMarkup:
    if course.deleted_at:
        return rows([own_questions()], [to_home()])
    again: Button = labels.ask_again(), AskHosts(course_id=course.id)
    return rows([again], [own_questions(), to_course(course.id)], [to_home()])


def _own(number: int, it: Inquiry) -> Button:
    meaning = ShowOwnQuestion(question_id=it.question.id)
    return labels.named(number, it.course.name), meaning
