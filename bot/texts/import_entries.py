"""One course of a file, or one mistake in it, before it is imported."""

from datetime import tzinfo
from typing import Any

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import changes
from bot.texts.errors import refusal
from bot.texts.say import N_, say, shorten
from domain import details
from domain.import_plan import Fate, Step
from domain.reading.found import Fault

NAME, TOLD, VALUE = 100, 300, 40

COUNTS = ("lessons", "lessons_gone", "lessons_ends")
"""What would become of lessons is told in numbers."""

ORDER = (
    "name",
    "start_date",
    "end_date",
    "schedule",
    *COUNTS,
    "location",
    "capacity",
    "points_per_visit",
    "is_from_misis",
    "online_url",
    "banner_url",
)
"""In which a course is told; the description, which is long, comes last."""

NOT_DONE: dict[Fate, str] = {
    Fate.FOREIGN: N_(
        "others manage this course: I leave it as it is. To change it, take it over."
    ),
    Fate.UNMANAGED: N_("nobody manages this course: to change it, take it over first."),
    Fate.DELETED: N_("this course was deleted here. To create it again, give it another ID."),
}


def step(it: Step, tz: tzinfo) -> str:
    sentence = {
        Fate.CREATE: N_("\u2795 Line {line}. <b>{name}</b>"),
        Fate.CHANGE: N_("✏️ Line {line}. <b>{name}</b>"),
    }.get(it.fate, N_("✋ Line {line}. <b>{name}</b>"))
    name = shorten(it.wanted.fields["name"], NAME)
    head = say(_(sentence), line=it.wanted.line, name=name)
    if it.fate in NOT_DONE:
        return f"{head}: {_(NOT_DONE[it.fate])}"
    what = _what(it)
    ordered = {name: what[name] for name in sorted(what, key=_place)}
    told = changes.in_line(changes.of_details(ordered, tz))
    lines = [head, say("{told}", told=shorten(told, TOLD)), _people(it)]
    return "\n".join(filter(None, lines))


def _people(it: Step) -> str:
    """Who may want to know of it."""
    if not it.people:
        return ""
    sentence = ngettext(
        "👥 {count} person is enrolled", "👥 {count} people are enrolled", it.people
    )
    return say(sentence, count=it.people)


def _place(field: str) -> int:
    return ORDER.index(field) if field in ORDER else len(ORDER)


def _what(it: Step) -> dict[str, Any]:
    """Of a new course what it says, of another one what it would say instead."""
    if it.fate is Fate.CHANGE:
        return {name: value[1] if name in COUNTS else value for name, value in it.changed.items()}
    told = {
        name: details.plain(value) for name, value in it.wanted.fields.items() if name != "name"
    }
    lessons = len(it.wanted.lessons)
    return told | ({"lessons": lessons} if lessons else {})


def fault(it: Fault, tz: tzinfo) -> str:
    if not it.column:
        whole = _("⚠️ Line {line}, <b>{name}</b>:")
        head = say(whole, line=it.line, name=shorten(it.value, NAME))
        return f"{head} {refusal(it.error, tz)}"
    sentence = (
        _("⚠️ Line {line}, “{column}”: {value}") if it.value else _("⚠️ Line {line}, “{column}”")
    )
    head = say(
        sentence,
        line=it.line,
        column=shorten(it.column, VALUE),
        value=shorten(it.value, VALUE),
    )
    return f"{head}\n{refusal(it.error, tz)}"
