"""Labels of the buttons about pages on projectors."""

from aiogram.utils.i18n import gettext as _

from bot.texts.say import shorten

LESSON = 40


def projectors() -> str:
    return _("📺 Projector")


def close(paired_at: str) -> str:
    return _("✖️ Disconnect the one of {at}").format(at=paired_at)


def refresh() -> str:
    return _("🔄 Refresh")


def to_room() -> str:
    return _("⬅️ To the check-in")


def lesson(course_name: str) -> str:
    return shorten(course_name, LESSON)
