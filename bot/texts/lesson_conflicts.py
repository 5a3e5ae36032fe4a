"""Somebody else has changed lessons while one was about to change the same."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from aiogram.utils.i18n import gettext as _

from bot.texts.editing import by_whom
from bot.texts.lessons import TOPIC, ask_scope, span
from bot.texts.say import paragraphs, say, shorten
from domain.series import Overtaken

Names = Mapping[int, str]


def told(it: Overtaken, mine: str, tz: tzinfo, names: Names) -> str:
    """Who changed it and to what; then what has not been written."""
    return paragraphs([f"⚠️ {by_whom(it.entry, tz)}", _values(it, tz, names), mine])


def told_of_scope(it: Overtaken, mine: str, tz: tzinfo, names: Names) -> str:
    return ask_scope(it.series, told(it, mine, tz, names))


def will_be_about(topic: str) -> str:
    return say(_("New topic: <b>{value}</b>"), value=shorten(topic, TOPIC) or _("none"))


def _values(it: Overtaken, tz: tzinfo, names: Names) -> str:
    now = _value(it.column, getattr(it.lesson, it.column), names)
    lines = [span(it.lesson, tz)]
    if it.entry is not None:
        was = _value(it.column, it.entry.details[it.column][0], names)
        lines.append(say(_("It was: {value}"), value=was))
    return "\n".join([*lines, say(_("It is now: {value}"), value=now)])


def _value(column: str, value: Any, names: Names) -> str:
    match column:
        case "host_id":
            return names.get(value, _("somebody else")) if value else _("nobody in particular")
        case "location":
            return shorten(value or "", TOPIC) or _("as the course has it")
        case _topic:
            return shorten(value, TOPIC) or _("none")
