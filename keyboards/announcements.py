"""Announcements: what their buttons mean, and ways there from elsewhere."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.texts import announcement_buttons as labels
from db.models import Role
from domain.announcements import Part, Whom
from domain.late_joiners import Late
from keyboards.layout import Button, Id


class Deed(StrEnum):
    """What is done with all of it."""

    SEND = "s"
    NO_BUTTON = "nb"
    PUT_OFF = "po"
    DROP = "d"
    STOP = "x"
    GO_ON = "g"
    REPEAT = "r"
    RECALL = "rc"


class ShowAnnouncements(CallbackData, prefix="anns"):
    course_id: Id = 0
    """0: one's own, about whatever."""
    page: Id = 0


class AskWhere(CallbackData, prefix="ann-where"):
    """To the people of which course one writes."""

    page: Id = 0


class Compose(CallbackData, prefix="ann-new"):
    course_id: Id = 0
    """0: to everybody."""


class ShowAnnouncement(CallbackData, prefix="ann"):
    announcement_id: Id
    is_apart: bool = False
    """From a message that goes on changing by itself, or that is to be kept."""


class AskPart(CallbackData, prefix="ann-ask"):
    announcement_id: Id
    part: Part


class AskLesson(CallbackData, prefix="ann-lesson"):
    """To which lesson they came, or which they missed."""

    announcement_id: Id
    whom: Whom


class SetWhom(CallbackData, prefix="ann-for"):
    announcement_id: Id
    whom: Whom
    lesson_id: Id = 0


class SetRole(CallbackData, prefix="ann-role"):
    announcement_id: Id
    role: Role


class SetLate(CallbackData, prefix="ann-late"):
    announcement_id: Id
    until: Late


class SendAt(CallbackData, prefix="ann-at"):
    announcement_id: Id
    at: Id
    """In seconds of the epoch."""


class AskDeed(CallbackData, prefix="ann-sure"):
    announcement_id: Id
    deed: Deed


class DoDeed(CallbackData, prefix="ann-do"):
    announcement_id: Id
    deed: Deed


class Preview(CallbackData, prefix="ann-see"):
    """To oneself, as people get it."""

    announcement_id: Id


class StopSending(CallbackData, prefix="ann-stop"):
    """From the message that tells how far it is, and goes on doing so."""

    announcement_id: Id


class Replace(CallbackData, prefix="ann-put"):
    """What people have, with what was written last."""

    announcement_id: Id
    key: str


class AskCard(CallbackData, prefix="card-ask"):
    """Whether everybody shall get the card of the course now."""

    course_id: Id


class SendCard(CallbackData, prefix="card-send"):
    course_id: Id


class ReadCourse(CallbackData, prefix="ann-course"):
    """From an announcement, which stays where it is."""

    course_id: Id


def to_announcements(course_id: int) -> Button:
    return labels.announcements(), ShowAnnouncements(course_id=course_id)


def back_to_announcements(course_id: int | None) -> Button:
    return labels.to_announcements(), ShowAnnouncements(course_id=course_id or 0)


def back_to_announcement(announcement_id: int) -> Button:
    return labels.to_announcement(), ShowAnnouncement(announcement_id=announcement_id)
