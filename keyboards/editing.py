"""Courses are made and edited: what the buttons mean, and ways there from elsewhere."""

from aiogram.filters.callback_data import CallbackData

from bot.texts import editing_buttons as labels
from bot.texts import running_buttons
from domain.fields import CourseField
from keyboards.layout import Button, Id


class NewCourse(CallbackData, prefix="new-course"):
    """Asks for its name."""


class EditCourse(CallbackData, prefix="edit"):
    """A course with its fields as buttons."""

    course_id: Id
    page: Id = 0


class AskField(CallbackData, prefix="ask-field"):
    """Which of them is to be changed."""

    course_id: Id
    field: CourseField


class SetField(CallbackData, prefix="fix"):
    """Four fields, because a stale button must not write over what it never showed."""

    course_id: Id
    field: CourseField
    words: str = ""
    """As if they were typed; empty clears it."""
    seen: str = ""
    """What was there when the button was made, in short."""


class Overwrite(CallbackData, prefix="over"):
    """Write what was typed although somebody else has changed the field."""

    course_id: Id
    field: CourseField
    seen: str


class RunCourse(CallbackData, prefix="run"):
    """What those who run a course can do with it."""

    course_id: Id


class ShowTaught(CallbackData, prefix="taught"):
    """A page of the courses that one works on."""

    page: Id = 0


def new_course() -> Button:
    return labels.new_course(), NewCourse()


def taught() -> Button:
    return running_buttons.taught(), ShowTaught()


def run(course_id: int) -> Button:
    return running_buttons.run(), RunCourse(course_id=course_id)


def to_hub(course_id: int) -> Button:
    """From what is opened from the hub."""
    return running_buttons.to_hub(), RunCourse(course_id=course_id)


def back_to_editing(course_id: int, page: int = 0) -> Button:
    """From what is opened from the edit screen."""
    return labels.to_editing(), EditCourse(course_id=course_id, page=page)
