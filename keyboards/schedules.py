"""Below a course's schedule and its preview."""

from aiogram.types import InlineKeyboardMarkup

from bot.texts import schedule_buttons as labels
from domain.drafting import Draft, Preview
from domain.lesson_views import ScheduleView
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Button, Row, pager, rows
from keyboards.schedule import (
    AskSchedule,
    NoSchedule,
    SaveSchedule,
    ShowLessons,
    ShowPreview,
    ShowSchedule,
)

PAGE_SIZE = 15
"""Lines of a preview."""


def to_schedule(course_id: int) -> Button:
    return labels.to_schedule(), ShowSchedule(course_id=course_id)


def schedule(seen: ScheduleView) -> InlineKeyboardMarkup:
    course_id = seen.course.id
    label = labels.change_schedule() if seen.course.schedule else labels.write_schedule()
    mine: Row = [(label, AskSchedule(course_id=course_id))] if seen.is_mine else []
    lessons: Row = [(labels.lessons(), ShowLessons(course_id=course_id))]
    return rows(mine, lessons, [to_hub(course_id), to_home()])


def ask(draft: Draft, *, has_schedule: bool = False) -> InlineKeyboardMarkup:
    course_id = draft.course_id
    nothing = NoSchedule(course_id=course_id, seen=draft.seen)
    none: Row = [(labels.no_schedule(), nothing)] if has_schedule else []
    return rows(none, [to_schedule(course_id), to_home()])


def preview(seen: Preview, page: int) -> InlineKeyboardMarkup:
    course_id, pages = seen.course.id, -(-len(seen.lines) // PAGE_SIZE)
    turn = pager(page, pages, lambda it: ShowPreview(course_id=course_id, page=it))
    save = [(labels.save(), SaveSchedule(course_id=course_id, key=seen.key))]
    anew = [(labels.write_anew(), AskSchedule(course_id=course_id))]
    return rows(turn, save, anew, [to_schedule(course_id), to_home()])  # type: ignore[arg-type]
