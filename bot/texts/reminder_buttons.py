"""Labels of the buttons of reminders."""

from datetime import timedelta

from aiogram.utils.i18n import gettext as _

from bot.texts.reminders import ahead


def reminders() -> str:
    return _("🔔 Reminders")


def to_reminders() -> str:
    return _("⬅️ To the reminders")


def rule(before: timedelta, *, has_text: bool) -> str:
    return ("✏️ " if has_text else "🔔 ") + ahead(before)


def add(before: timedelta) -> str:
    return f"➕ {ahead(before)}"  # noqa: RUF001 - a plus that phones show as one


def add_other() -> str:
    return _("➕ Another time")  # noqa: RUF001


def all_off() -> str:
    return _("🔕 Turn all off")


def preview() -> str:
    return _("👁 How it looks")


def own_words() -> str:
    return _("✏️ Own words")


def usual_words() -> str:
    return _("No own words")


def remove() -> str:
    return _("🗑 Remove")


def surely_remove() -> str:
    return _("Yes, remove")


def surely_off() -> str:
    return _("Yes, turn off")


def keep() -> str:
    return _("No, leave it")


def to_rule() -> str:
    return _("⬅️ To the reminder")


def hush() -> str:
    return _("🔕 No reminders of this course")


def hear() -> str:
    return _("🔔 Remind me again")
