"""The menu of each role."""

from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from bot.texts import buttons, history_buttons, people_buttons, room_buttons, setting_buttons
from db.models import Role
from domain.actor import Viewer
from domain.campus import Campus
from domain.home import Home, UpcomingLesson
from keyboards import webapp
from keyboards.catalogue import ShowCourse, ShowCourses
from keyboards.check_in import my_pass
from keyboards.editing import new_course, taught
from keyboards.history import ShowHistory
from keyboards.invites import ShowLinks
from keyboards.layout import Row, rows
from keyboards.menu import Help, Privacy, my_courses
from keyboards.outbox import messages
from keyboards.people import ShowPeople
from keyboards.programme import attention, programme
from keyboards.room import ShowRoom
from keyboards.settings import ShowSettings


def stranger() -> InlineKeyboardMarkup:
    return rows(_courses(), [(buttons.help_(), Help()), (buttons.privacy(), Privacy())])


def home(viewer: Viewer, seen: Home, campus: Campus, now: datetime) -> InlineKeyboardMarkup:
    is_admin = viewer.role is Role.ADMIN
    return rows(
        _taught(seen.today.taught, now),
        [
            *([my_pass()] if seen.needs_pass else []),
            *(webapp.to_scanner(campus) if seen.today.is_check_in_open(now) else []),
        ],
        *_attention(seen),
        _courses(),
        _run(viewer.role, seen),
        [new_course(), programme()] if is_admin else [],
        _people() if is_admin else [],
        _links() if is_admin else [],
        [(setting_buttons.settings(), ShowSettings()), (buttons.help_(), Help())],
    )


def _courses() -> Row:
    return [(buttons.courses(), ShowCourses()), my_courses()]


def _taught(lesson: UpcomingLesson | None, now: datetime) -> Row:
    if lesson is None:
        return []
    if lesson.is_check_in_open(now):
        return [(room_buttons.check_in(lesson.course_name), ShowRoom(lesson_id=lesson.lesson_id))]
    return [(buttons.taught(lesson.course_name), ShowCourse(course_id=lesson.course_id))]


def _run(role: Role, seen: Home) -> Row:
    is_host = role.rank >= Role.HOST.rank
    return [taught()] if is_host or seen.today.is_on_staff else []


def _attention(seen: Home) -> list[Row]:
    if seen.attention is None:
        return []
    return attention(seen.attention.unmanaged, seen.attention.waiting)


def _people() -> Row:
    return [
        (people_buttons.people(), ShowPeople()),
        (history_buttons.history(), ShowHistory()),
    ]


def _links() -> Row:
    return [messages(), (buttons.links(), ShowLinks())]
