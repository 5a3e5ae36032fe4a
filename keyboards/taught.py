from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons
from bot.texts import running_buttons as labels
from db.models import Role
from domain.taught import PAGE_SIZE, TaughtCourse, TaughtPage
from keyboards.catalogue import ShowCourses
from keyboards.editing import RunCourse, ShowTaught, new_course
from keyboards.home import to_home
from keyboards.layout import Button, pager, rows


def page(found: TaughtPage, role: Role) -> InlineKeyboardMarkup:
    first = found.number * PAGE_SIZE + 1
    count = -(-found.total // PAGE_SIZE)
    return rows(
        *([_course(number, it)] for number, it in enumerate(found.lines, first)),
        pager(found.number, count, lambda it: ShowTaught(page=it)),
        [new_course()] if role is Role.ADMIN else [],
        [(buttons.courses(), ShowCourses()), to_home()],
    )


def _course(number: int, it: TaughtCourse) -> Button:
    return labels.taught_course(number, it.course.name), RunCourse(course_id=it.course.id)
