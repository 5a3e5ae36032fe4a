"""Labels of the buttons of the history of actions."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import history as texts
from bot.texts.buttons import LABEL
from bot.texts.say import shorten


def history() -> str:
    return _("🕓 History")


def to_history() -> str:
    return _("⬅️ To the history")


def by_person(*, is_set: bool) -> str:
    return _("✖️ Person") if is_set else _("Person")


def by_course(*, is_set: bool) -> str:
    return _("✖️ Course") if is_set else _("Course")


def by_action(*, is_set: bool) -> str:
    return _("✖️ Action") if is_set else _("Action")


def by_days(*, is_set: bool) -> str:
    return _("✖️ Days") if is_set else _("Days")


def file() -> str:
    return _("📄 As a file")


def person(name: str, group: str | None) -> str:
    return shorten(", ".join(filter(None, [name, group])), LABEL)


def course(name: str) -> str:
    return shorten(name, LABEL)


def action(name: str) -> str:
    return shorten(texts.action(name), LABEL)


def days(count: int) -> str:
    if count == 1:
        return _("Today")
    return ngettext("{count} day", "{count} days", count).format(count=count)
