"""Labels of the buttons around the check-in of a lesson."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.say import shorten
from bot.texts.times import clock
from domain.failed_scans import Failed
from domain.room import Class


def on_now() -> str:
    return _("📲 On now")


def check_in(course: str) -> str:
    """On the home screen, while people check in."""
    return shorten(_("📲 Check-in: {course}").format(course=course), LABEL)


def lesson(it: Class, tz: tzinfo) -> str:
    return shorten(f"{clock(it.lesson.starts_at, tz)} {it.course.name}", LABEL)


def to_lesson() -> str:
    return _("To this lesson")


def to_check_in() -> str:
    return _("📲 To the check-in")


def roll() -> str:
    return _("📋 List")


def missing(count: int) -> str:
    return _("🙋 Missing: {count}").format(count=count)


def fix_code() -> str:
    return _("📄 Code on paper")


def helpers() -> str:
    return _("🤝 Ask for help")


def extend() -> str:
    return _("⏱️ 15 more minutes")


def close() -> str:
    return _("⏹️ Finish")


def reopen() -> str:
    return _("🔓 Open again")


def failed() -> str:
    return _("⚠️ Failed attempts")


def refresh() -> str:
    return _("🔄 Refresh")


def to_room() -> str:
    return _("⬅️ To the check-in")


def helper(name: str) -> str:
    return shorten(name, LABEL)


def invite_helper() -> str:
    return _("✉️ Somebody new: a link")


def take_in(it: Failed) -> str:
    return shorten(_("✅ Enroll and mark: {name}").format(name=it.name), LABEL)
