"""Below what is told of two misses in a row."""

from aiogram.types import InlineKeyboardMarkup

from bot.texts import feedback_buttons as labels
from domain.misses import Miss, MissedLesson
from keyboards.course import to_course
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import rows
from keyboards.roll_call import ShowRoll
from keyboards.visits import to_visits


def to_person(it: Miss) -> InlineKeyboardMarkup:
    return rows([to_visits(it.course_id)], [to_course(it.course_id), to_home()])


def to_hosts(it: MissedLesson) -> InlineKeyboardMarkup:
    who_came = (labels.who_came(), ShowRoll(lesson_id=it.lesson.id))
    return rows([who_came], [to_hub(it.course.id), to_home()])
