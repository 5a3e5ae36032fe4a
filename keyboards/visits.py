"""One's own visits, and the next lesson: coming or not."""

from datetime import datetime, tzinfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from bot.texts import visit_buttons as labels
from db.models import Lesson
from domain.courses import CourseView, Joining
from domain.own_visits import PAGE_SIZE, OwnVisits, is_excused, next_to_excuse
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, pager, rows


class ShowVisits(CallbackData, prefix="visits"):
    course_id: Id
    page: Id = 0


class NotComing(CallbackData, prefix="not-coming"):
    """To that lesson; good from any message until it begins."""

    lesson_id: Id


class Coming(CallbackData, prefix="coming"):
    """After all."""

    lesson_id: Id


def page(seen: OwnVisits, now: datetime, tz: tzinfo, back: Button) -> InlineKeyboardMarkup:
    course_id = seen.summary.course.id
    pages = -(-seen.page.total // PAGE_SIZE)
    return rows(
        pager(seen.page.number, pages, lambda it: ShowVisits(course_id=course_id, page=it)),
        _next(seen, now, tz),
        [back, to_home()],
    )


def excused(lesson_id: int, course_id: int) -> InlineKeyboardMarkup:
    """Somebody does not come."""
    coming: Row = [(labels.coming(), Coming(lesson_id=lesson_id))]
    return rows(coming, [to_visits(course_id), to_home()])


def expected(lesson_id: int, course_id: int) -> InlineKeyboardMarkup:
    """Somebody comes after all."""
    return rows([not_coming(lesson_id)], [to_visits(course_id), to_home()])


def asked(lesson_id: int) -> InlineKeyboardMarkup:
    """A reason that was not one."""
    return rows([(labels.coming(), Coming(lesson_id=lesson_id)), to_home()])


def on_card(seen: CourseView, joining: Joining, now: datetime) -> Row:
    """Of who is on the course."""
    mine: Row = [(labels.visits(), ShowVisits(course_id=seen.course.id))]
    if joining is Joining.COMPLETED:
        return mine
    if joining is not Joining.REGISTERED:
        return []
    return mine + _of_lesson(seen.next_lesson, now)


def not_coming(lesson_id: int) -> Button:
    return labels.not_coming(), NotComing(lesson_id=lesson_id)


def to_visits(course_id: int) -> Button:
    return labels.to_visits(), ShowVisits(course_id=course_id)


def _of_lesson(lesson: Lesson | None, now: datetime) -> Row:
    if lesson is None or lesson.is_on(now):
        return []
    return [not_coming(lesson.id)]


def _next(seen: OwnVisits, now: datetime, tz: tzinfo) -> Row:
    lesson = next_to_excuse(seen.summary, now)
    if lesson is None:
        return []
    if is_excused(seen.summary):
        return [(labels.coming(), Coming(lesson_id=lesson.id))]
    return [(labels.not_coming_at(lesson.starts_at, tz), NotComing(lesson_id=lesson.id))]
