"""Refusals in words, by subject."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.errors import (
    access,
    announcements,
    attendance,
    courses,
    editing,
    enrolling,
    importing,
    lessons,
    links,
    people,
    pictures,
    questions,
    reminders,
    roll_call,
    schedules,
)
from bot.texts.say import say
from bot.texts.times import deadline
from domain import errors

SUBJECTS = (
    access.WORDS,
    announcements.WORDS,
    attendance.WORDS,
    courses.WORDS,
    editing.WORDS,
    enrolling.WORDS,
    importing.WORDS,
    lessons.WORDS,
    links.WORDS,
    people.WORDS,
    pictures.WORDS,
    questions.WORDS,
    reminders.WORDS,
    roll_call.WORDS,
    schedules.WORDS,
)
WORDS: dict[type[errors.DomainError], str] = {
    error: words for subject in SUBJECTS for error, words in subject.items()
}


def refusal(error: errors.DomainError, tz: tzinfo) -> str:
    """Short enough for the popup over a button."""
    told = dict(_told(name, value, tz) for name, value in vars(error).items())
    return say(_(WORDS[type(error)]), **told)


def _told(name: str, value: object, tz: tzinfo) -> tuple[str, object]:
    """What the error knows, by the name that it has in the sentences."""
    match value:
        case datetime():
            return "at", deadline(value, tz)
        case list():
            return "numbers", ", ".join(map(str, value))
        case int() if name.endswith("_id"):
            return "number", value
        case _other:
            return name, value


def unexpected(code: str) -> str:
    return say(
        _(
            "Something broke, and it is our fault. Try again. If it goes on, tell us the code "
            "{code}."
        ),
        code=code,
    )
