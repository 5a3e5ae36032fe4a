"""Somebody else has changed lessons while one was about to change the same."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from aiogram.utils.i18n import gettext as _

from bot.texts.editing import by_whom
from bot.texts.lessons import TOPIC, ask_scope, hours, span
from bot.texts.say import paragraphs, say, shorten
from domain.moving import TIMES
from domain.series import Overtaken

Names = Mapping[int, str]


def told(it: Overtaken, mine: str, tz: tzinfo, now: datetime, names: Names | None = None) -> str:
    """Who changed it and to what; then what has not been written."""
    values = _times if it.columns == TIMES else _values
    told = values(it, tz, now, names or {})
    return paragraphs([f"⚠️ {by_whom(it.entry, tz)}", told, mine])


def told_of_scope(
    it: Overtaken, mine: str, tz: tzinfo, now: datetime, names: Names | None = None
) -> str:
    return ask_scope(it.series, told(it, mine, tz, now, names))


def will_be_about(topic: str) -> str:
    return say(_("New topic: <b>{value}</b>"), value=shorten(topic, TOPIC) or _("none"))


def _times(it: Overtaken, tz: tzinfo, now: datetime, _names: Names) -> str:
    now_there = say(_("It is now: {value}"), value=span(it.lesson, tz, now))
    if it.entry is None:
        return now_there
    start, end = (_before(it, name) for name in TIMES)
    return "\n".join([say(_("It was: {value}"), value=hours(start, end, tz, now)), now_there])


def _before(it: Overtaken, column: str) -> datetime:
    told = it.entry.details.get(column) if it.entry else None
    return datetime.fromisoformat(told[0]) if told else getattr(it.lesson, column)


def _values(it: Overtaken, tz: tzinfo, now: datetime, names: Names) -> str:
    [column] = it.columns
    value = _value(column, getattr(it.lesson, column), names)
    lines = [span(it.lesson, tz, now)]
    if it.entry is not None:
        was = _value(column, it.entry.details[column][0], names)
        lines.append(say(_("It was: {value}"), value=was))
    return "\n".join([*lines, say(_("It is now: {value}"), value=value)])


def _value(column: str, value: Any, names: Names) -> str:
    match column:
        case "host_id":
            return names.get(value, _("somebody else")) if value else _("not assigned")
        case "location":
            return shorten(value or "", TOPIC) or _("as the course has it")
        case _topic:
            return shorten(value, TOPIC) or _("none")
