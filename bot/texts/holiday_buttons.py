"""Labels of the buttons of days off."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import times
from bot.texts.buttons import LABEL
from bot.texts.say import shorten
from domain.holidays import Span


def days() -> str:
    return _("🏖️ Days off")


def to_days() -> str:
    return _("⬅️ To the days off")


def add() -> str:
    return _("\u2795 Add days")


def span(it: Span) -> str:
    return shorten(f"✖️ {times.span(it.first, it.last)} {it.name}".strip(), LABEL)


def year(number: int) -> str:
    return str(number)


def fallen(count: int) -> str:
    sentence = ngettext("⚠️ {count} lesson falls on them", "⚠️ {count} lessons fall on them", count)
    return sentence.format(count=count)


def clear(count: int) -> str:
    sentence = ngettext("Remove {count} lesson", "Remove {count} lessons", count)
    return sentence.format(count=count)


def leave() -> str:
    return _("Keep the lessons")


def yes_remove() -> str:
    return _("Yes, take off the list")


def bring_back(count: int) -> str:
    sentence = ngettext("Bring {count} lesson back", "Bring {count} lessons back", count)
    return sentence.format(count=count)
