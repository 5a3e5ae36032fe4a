"""Reminders of the lessons of a course, for those who run it, and below those that are sent."""

from datetime import timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel

from bot.texts import buttons, setting_buttons
from bot.texts import reminder_buttons as labels
from db.models import Course
from domain.reminder_rules import LONGEST, Preview, ReminderRule, Rules, minutes
from domain.reminders import Reminder
from keyboards.course import to_course
from keyboards.editing import to_hub
from keyboards.home import to_home
from keyboards.layout import Button, Id, Row, column, pairs, rows
from keyboards.mutes import Hush
from keyboards.settings import ShowMutes
from keyboards.visits import not_coming

OFFERED = tuple(
    timedelta(minutes=it) for it in (3 * 24 * 60, 24 * 60, 12 * 60, 3 * 60, 60, 30, 15)
)

FORGED = minutes(LONGEST) + 1
"""What a forged button says beyond it is no time either."""


class ShowReminders(CallbackData, prefix="reminders"):
    """Of a course."""

    course_id: Id


class AskReminder(CallbackData, prefix="remind-ask"):
    """At which time another one is to be."""

    course_id: Id


class OfRule(BaseModel):
    """Which: a button of last week means the same, and not whatever has come in its place."""

    course_id: Id
    before: Id
    """In minutes."""

    @property
    def span(self) -> timedelta:
        return timedelta(minutes=min(self.before, FORGED))


class AddReminder(OfRule, CallbackData, prefix="remind-add"):
    pass


class ShowReminder(OfRule, CallbackData, prefix="remind"):
    pass


class PreviewReminder(OfRule, CallbackData, prefix="remind-look"):
    """To oneself."""


class AskWords(OfRule, CallbackData, prefix="remind-words"):
    """Which of one's own it shall say."""


class NoWords(OfRule, CallbackData, prefix="remind-plain"):
    """But the usual ones."""


class AskDropReminder(OfRule, CallbackData, prefix="remind-askdrop"):
    """Whether its words may be lost."""


class DropReminder(OfRule, CallbackData, prefix="remind-drop"):
    pass


class AskDropReminders(CallbackData, prefix="remind-askoff"):
    """Whether nobody shall be reminded."""

    course_id: Id


class DropReminders(CallbackData, prefix="remind-off"):
    course_id: Id


def letter(it: Reminder) -> InlineKeyboardMarkup:
    """Below a reminder. It works for as long as the lesson is ahead."""
    hush = (labels.hush(), Hush(course_id=it.course_id, is_muted=True))
    return rows(
        _online(it), [not_coming(it.lesson_id)], [hush], [to_course(it.course_id), to_home()]
    )


def hushed(course: Course, *, is_muted: bool) -> InlineKeyboardMarkup:
    label = labels.hear() if is_muted else labels.hush()
    other = (label, Hush(course_id=course.id, is_muted=not is_muted))
    mutes = (setting_buttons.mutes(), ShowMutes())
    return rows([other], [mutes], [to_course(course.id), to_home()])


def rules(it: Rules) -> InlineKeyboardMarkup:
    course_id = it.course.id
    off = (labels.all_off(), AskDropReminders(course_id=course_id))
    return rows(
        *pairs([_rule(rule) for rule in it.rules]),
        *pairs(_offers(it)[:4]),
        [] if it.is_full else [(labels.add_other(), AskReminder(course_id=course_id))],
        [off] if it.rules else [],
        [to_hub(course_id), to_home()],
    )


def asking(it: Rules) -> InlineKeyboardMarkup:
    return rows(*pairs(_offers(it)), to_rules(it.course.id))


def rule(it: ReminderRule) -> InlineKeyboardMarkup:
    which = {"course_id": it.course_id, "before": minutes(it.before)}
    drop = DropReminder(**which) if it.text is None else AskDropReminder(**which)
    return rows(
        [(labels.preview(), PreviewReminder(**which))],
        [(labels.own_words(), AskWords(**which))],
        [(labels.usual_words(), NoWords(**which))] if it.text is not None else [],
        [(labels.remove(), drop)],
        to_rules(it.course_id),
    )


def preview(it: Preview) -> InlineKeyboardMarkup:
    """Those of the reminder itself are of who takes the course."""
    which = ShowReminder(course_id=it.reminder.course_id, before=minutes(it.before))
    return rows(_online(it.reminder), [(labels.to_rule(), which), to_home()])


def ask_drop(it: ReminderRule) -> InlineKeyboardMarkup:
    which = {"course_id": it.course_id, "before": minutes(it.before)}
    no = (labels.keep(), ShowReminder(**which))
    return column((labels.surely_remove(), DropReminder(**which)), no, to_home())


def ask_drop_all(it: Rules) -> InlineKeyboardMarkup:
    course_id = it.course.id
    no = (labels.keep(), ShowReminders(course_id=course_id))
    return column((labels.surely_off(), DropReminders(course_id=course_id)), no, to_home())


def under(it: OfRule) -> InlineKeyboardMarkup:
    """Below what is about one of them."""
    back = (labels.to_rule(), ShowReminder(course_id=it.course_id, before=it.before))
    return rows([back, to_home()])


def to_rules(course_id: int) -> Row:
    return [(labels.to_reminders(), ShowReminders(course_id=course_id)), to_home()]


def of_course(course_id: int) -> Button:
    return labels.reminders(), ShowReminders(course_id=course_id)


def _rule(it: ReminderRule) -> Button:
    label = labels.rule(it.before, has_text=it.text is not None)
    return label, ShowReminder(course_id=it.course_id, before=minutes(it.before))


def _offers(it: Rules) -> list[Button]:
    """Those that there are not yet."""
    there = {rule.before for rule in it.rules}
    return [
        (labels.add(before), AddReminder(course_id=it.course.id, before=minutes(before)))
        for before in OFFERED
        if before not in there and not it.is_full
    ]


def _online(it: Reminder) -> Row:
    return [(buttons.online(), it.online_url)] if it.online_url else []
