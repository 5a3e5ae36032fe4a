"""The dialogs: which typed input we wait for. Everything else is a button."""

from aiogram.fsm.state import State, StatesGroup

from domain.fields import CourseField
from domain.profile import Field


class Meeting(StatesGroup):
    typing_name = State()
    typing_group = State()


class Settings(StatesGroup):
    typing_name = State()
    typing_group = State()
    typing_email = State()
    typing_timezone = State()
    typing_quiet_hours = State()


TYPED = {
    Field.NAME: Settings.typing_name,
    Field.GROUP: Settings.typing_group,
    Field.EMAIL: Settings.typing_email,
    Field.TIMEZONE: Settings.typing_timezone,
    Field.QUIET_HOURS: Settings.typing_quiet_hours,
}
"""What of the settings is typed; the others are chosen."""


class Reminding(StatesGroup):
    """Of the lessons of a course."""

    typing_offset = State()
    typing_text = State()


class Excusing(StatesGroup):
    """Of a lesson to which one does not come."""

    typing_reason = State()


class Asking(StatesGroup):
    """Between people of a course and those who run it."""

    typing_question = State()
    typing_answer = State()


class Reviewing(StatesGroup):
    """Of a course that is over."""

    typing_words = State()


class People(StatesGroup):
    """Of admins."""

    typing_words = State()
    typing_reason = State()


class Roster(StatesGroup):
    """Of the people of a course."""

    typing_words = State()
    typing_reason = State()
    """Why somebody is put off the course."""
    typing_place = State()
    typing_why_moved = State()
    typing_why_admitted = State()
    typing_newcomer = State()


class RollCall(StatesGroup):
    """Of the people of a lesson."""

    typing_words = State()
    typing_reason = State()
    """Why a mark is corrected."""


class Tokens(StatesGroup):
    """Of other services."""

    typing_name = State()


class Filtering(StatesGroup):
    """Of the history of actions."""

    typing_person = State()
    typing_course = State()
    typing_days = State()


class Programme(StatesGroup):
    """Of all courses, as admins see them."""

    typing_words = State()
    sending_file = State()
    typing_holidays = State()


class Authoring(StatesGroup):
    """Of courses."""

    typing_new_name = State()
    typing_first_day = State()


class Editing(StatesGroup):
    """Of one field of a course."""

    typing_name = State()
    typing_description = State()
    typing_first_day = State()
    typing_last_day = State()
    typing_place = State()
    typing_link = State()
    typing_seats = State()
    typing_enroll_until = State()
    typing_leave_until = State()
    typing_announcement = State()
    typing_points = State()
    typing_opens_before = State()
    typing_late_after = State()
    typing_completion = State()


EDITED = {
    CourseField.NAME: Editing.typing_name,
    CourseField.DESCRIPTION: Editing.typing_description,
    CourseField.FIRST_DAY: Editing.typing_first_day,
    CourseField.LAST_DAY: Editing.typing_last_day,
    CourseField.PLACE: Editing.typing_place,
    CourseField.LINK: Editing.typing_link,
    CourseField.SEATS: Editing.typing_seats,
    CourseField.ENROLL_UNTIL: Editing.typing_enroll_until,
    CourseField.LEAVE_UNTIL: Editing.typing_leave_until,
    CourseField.ANNOUNCE: Editing.typing_announcement,
    CourseField.POINTS: Editing.typing_points,
    CourseField.OPENS_BEFORE: Editing.typing_opens_before,
    CourseField.LATE_AFTER: Editing.typing_late_after,
    CourseField.COMPLETION: Editing.typing_completion,
}
"""What of a course is typed; the others are chosen."""


class Announcing(StatesGroup):
    """Of what is written to many."""

    typing_post = State()
    typing_new_post = State()
    typing_button = State()
    typing_time = State()


class Picture(StatesGroup):
    """Of a course."""

    sending = State()


class Scheduling(StatesGroup):
    """Of lessons."""

    typing_rules = State()
    typing_days = State()
    """The first and the last, of a course that has none."""
    typing_lesson = State()
    typing_time = State()
    typing_topic = State()
    typing_place = State()


TAKES_DIGITS = frozenset(
    it.state
    for it in (
        # Groups may be numbers, and people are looked for by their groups.
        Meeting.typing_group,
        Settings.typing_group,
        People.typing_words,
        Roster.typing_words,
        RollCall.typing_words,
        Roster.typing_newcomer,
        Filtering.typing_person,
        Roster.typing_place,
        Asking.typing_answer,
        Editing.typing_seats,
        Editing.typing_points,
        Editing.typing_opens_before,
        Editing.typing_late_after,
        Editing.typing_completion,
    )
)
"""Where six digits are an answer to the question; everywhere else they are a code of the room."""
