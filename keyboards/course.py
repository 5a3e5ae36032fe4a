from datetime import datetime

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons, question_buttons
from db.models import Course, Role, StaffPart
from domain.actor import Viewer
from domain.courses import CourseView, Joining
from domain.policy import Action, can
from domain.questions import can_be_asked
from keyboards import feedback, visits
from keyboards.catalogue import ShowCourse, ShowCourses
from keyboards.editing import run
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, rows
from keyboards.menu import my_courses
from keyboards.programme import take_over, to_list


class Enroll(CallbackData, prefix="enroll"):
    course_id: Id


class AskLeave(CallbackData, prefix="ask-leave"):
    course_id: Id


class Leave(CallbackData, prefix="leave"):
    course_id: Id


class ShowDescription(CallbackData, prefix="about"):
    course_id: Id


class AskHosts(CallbackData, prefix="ask"):
    """Asks for a question to them."""

    course_id: Id


class ShowPoster(CallbackData, prefix="poster"):
    course_id: Id


def card(
    seen: CourseView,
    joining: Joining,
    viewer: Viewer,
    *,
    now: datetime,
    search: str,
    is_clipped: bool,
) -> InlineKeyboardMarkup:
    course_id, role = seen.course.id, viewer.role
    about = (buttons.whole_description(), ShowDescription(course_id=course_id))
    return rows(
        _online(seen, joining),
        visits.on_card(seen, joining, now),
        feedback.on_card(seen, joining),
        _act(course_id, joining),
        [about] if is_clipped else [],
        [ask_hosts(course_id)] if can_be_asked(seen, viewer) else [],
        _run(seen, role),
        _take_over(seen, role),
        [to_list(search), to_home()],
    )


def joined(course: Course) -> InlineKeyboardMarkup:
    return rows([to_course(course.id), my_courses()], [to_home()])


def ask_leave(course: Course) -> InlineKeyboardMarkup:
    yes = (buttons.leave_for_sure(), Leave(course_id=course.id))
    return rows([yes, (buttons.stay(), ShowCourse(course_id=course.id))])


def left(course: Course) -> InlineKeyboardMarkup:
    return rows([to_course(course.id), (buttons.courses(), ShowCourses())], [to_home()])


def under(course_id: int) -> InlineKeyboardMarkup:
    """Below something that belongs to a course."""
    return rows([back_to_course(course_id), to_home()])


def news(course_id: int) -> InlineKeyboardMarkup:
    """Below what comes by itself: there is nothing to go back to."""
    return rows([to_course(course_id), to_home()])


def expelled(course_id: int) -> InlineKeyboardMarkup:
    """Those who run the course can be asked why."""
    return rows([ask_hosts(course_id)], [(buttons.courses(), ShowCourses()), to_home()])


def to_courses() -> InlineKeyboardMarkup:
    return rows([(buttons.courses(), ShowCourses()), to_home()])


def to_course(course_id: int) -> Button:
    return buttons.to_course(), ShowCourse(course_id=course_id)


def back_to_course(course_id: int) -> Button:
    """From what is one level below it."""
    return buttons.back_to_course(), ShowCourse(course_id=course_id)


def ask_hosts(course_id: int) -> Button:
    return question_buttons.ask(), AskHosts(course_id=course_id)


def _act(course_id: int, joining: Joining) -> Row:
    match joining:
        case Joining.OPEN:
            return [(buttons.enroll(), Enroll(course_id=course_id))]
        case Joining.QUEUE:
            return [(buttons.queue(), Enroll(course_id=course_id))]
        case Joining.REGISTERED:
            return [(buttons.leave(), AskLeave(course_id=course_id))]
        case Joining.WAITING:
            return [(buttons.leave_queue(), AskLeave(course_id=course_id))]
        case _:
            return []


def _online(seen: CourseView, joining: Joining) -> Row:
    url = seen.course.online_url
    is_theirs = joining is Joining.REGISTERED or seen.part is not None
    return [(buttons.online(), url)] if url and is_theirs else []


def _run(seen: CourseView, role: Role) -> Row:
    return [run(seen.course.id)] if can(role, seen.part, Action.PRINT) else []


def _take_over(seen: CourseView, role: Role) -> Row:
    if role is not Role.ADMIN or seen.part is StaffPart.MANAGER:
        return []
    return [take_over(seen.course.id)]
