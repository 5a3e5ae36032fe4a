"""Labels of the buttons of schedules and lessons."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.buttons import LABEL
from bot.texts.say import N_, shorten
from bot.texts.times import near
from db.models import Lesson, LessonStatus
from domain.course_news import When
from domain.series import Scope, Series

SCOPES: dict[Scope, str] = {Scope.THIS: N_("Only this one")}
WHEN: dict[When, str] = {
    When.NOW: N_("📨 Now"),
    When.MORNING: N_("🌅 In the morning, at 9:00"),
}


def to_schedule() -> str:
    return _("⬅️ To the schedule")


def change_schedule() -> str:
    return _("✏️ Change the schedule")


def write_schedule() -> str:
    return _("✏️ Write the schedule")


def no_schedule() -> str:
    return _("No schedule")


def save() -> str:
    return _("✅ Save")


def write_anew() -> str:
    return _("✏️ Write it again")


def lessons() -> str:
    return _("📋 Lessons")


def to_lessons() -> str:
    return _("⬅️ To the lessons")


def to_lesson() -> str:
    return _("⬅️ To the lesson")


def past() -> str:
    return _("Past lessons")


def upcoming() -> str:
    return _("Upcoming lessons")


def add() -> str:
    return _("🆕 Add a lesson")


def add_it() -> str:
    return _("✅ Add it")


def lesson(it: Lesson, tz: tzinfo, now: datetime) -> str:
    sign = "✖️ " if it.status is LessonStatus.CANCELLED else ""
    topic = f" · {it.topic}" if it.topic else ""
    return shorten(f"{sign}{near(it.starts_at, tz, now)}{topic}", LABEL)


def move() -> str:
    return _("🕒 Move")


def topic() -> str:
    return _("📝 Topic")


def place() -> str:
    return _("📍 Place")


def host() -> str:
    return _("👤 Host")


def cancel() -> str:
    return _("✖️ Cancel the lesson")


def cancel_for_sure() -> str:
    return _("Yes, cancel it")


def keep() -> str:
    return _("No, keep the lesson")


def restore() -> str:
    return _("↩️ Bring the lesson back")


def clear_topic() -> str:
    return _("No topic")


def clear_place() -> str:
    return _("As the course has it")


def person(name: str) -> str:
    return shorten(name, LABEL)


def yes() -> str:
    return _("✅ Yes, change it")


def nobody() -> str:
    return _("Not assigned")


def scope(which: Scope, series: Series) -> str:
    match which:
        case Scope.THIS:
            return _(SCOPES[which])
        case Scope.NEXT:
            count = series.following + 1
            return ngettext(
                "This and the next: {count} lesson", "This and the next: {count} lessons", count
            ).format(count=count)
        case Scope.ALL:
            count = series.others + 1
            return ngettext("All: {count} lesson", "All: {count} lessons", count).format(
                count=count
            )


def tell(when: When) -> str:
    return _(WHEN[when])


def tell_nobody() -> str:
    return _("Do not tell")
