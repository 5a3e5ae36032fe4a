"""What the buttons of a course's schedule and of its lessons mean."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from domain.series import Scope
from keyboards.layout import Id


class ShowSchedule(CallbackData, prefix="sched"):
    """The rules of a course, and its next lessons."""

    course_id: Id


class AskSchedule(CallbackData, prefix="sched-ask"):
    """To be typed."""

    course_id: Id


class NoSchedule(CallbackData, prefix="sched-none"):
    """Previews that there is none any more."""

    course_id: Id
    seen: str = ""
    """What the course had when this was asked, in short."""


class ShowPreview(CallbackData, prefix="sched-see"):
    """A page of what the typed schedule would do."""

    course_id: Id
    page: Id = 0


class SaveSchedule(CallbackData, prefix="sched-save"):
    course_id: Id
    key: str = ""
    """Of the preview that was looked at."""


class ShowLessons(CallbackData, prefix="lessons"):
    """A page of its lessons: first those to come."""

    course_id: Id
    page: Id = 0
    is_past: bool = False


class ShowLesson(CallbackData, prefix="lesson"):
    lesson_id: Id


class AskLesson(CallbackData, prefix="lesson-add"):
    """When a lesson beside the schedule shall be."""

    course_id: Id


class AddLesson(CallbackData, prefix="lesson-new"):
    """The one that was typed, and is kept meanwhile."""

    key: str = ""


class AskCancel(CallbackData, prefix="lesson-ask"):
    lesson_id: Id


class Cancel(CallbackData, prefix="lesson-cancel"):
    lesson_id: Id
    seen: str = ""
    """When it was, in short."""


class Restore(CallbackData, prefix="lesson-back"):
    lesson_id: Id


class Part(StrEnum):
    """What of a lesson is typed."""

    TIME = "time"
    TOPIC = "topic"
    PLACE = "place"


class AskPart(CallbackData, prefix="lesson-part"):
    lesson_id: Id
    part: Part


class ClearPart(CallbackData, prefix="lesson-clear"):
    lesson_id: Id
    part: Part
    seen: str = ""
    """What was there when the button was made, in short."""


class PutTopic(CallbackData, prefix="topic"):
    """Although somebody else has written another. What was typed is kept meanwhile."""

    lesson_id: Id
    key: str = ""
    seen: str = ""


class MoveLesson(CallbackData, prefix="mv"):
    lesson_id: Id
    scope: Scope
    move: str = ""
    """Minutes: when it began, by how much, and how long it lasts from now on."""
    seen: str = ""
    """When all of them were, in short."""


class PutPlace(CallbackData, prefix="place"):
    """What was typed, and is kept meanwhile."""

    lesson_id: Id
    scope: Scope
    key: str = ""
    seen: str = ""


class ChooseHost(CallbackData, prefix="host"):
    lesson_id: Id


class AskHost(CallbackData, prefix="host-ask"):
    """In which lessons. Number 0 is nobody."""

    lesson_id: Id
    host_id: Id = 0
    seen: str = ""


class PutHost(CallbackData, prefix="host-put"):
    lesson_id: Id
    host_id: Id
    scope: Scope
    seen: str = ""
