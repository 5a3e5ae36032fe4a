"""What the import of a file would do, and what it has done."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Any

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import changes
from bot.texts.errors import refusal
from bot.texts.say import N_, paragraphs, say, shorten
from domain import details
from domain.import_plan import Fate, Plan, Step
from domain.importing import Draft
from domain.reading.found import MOST_MEGABYTES, Fault

PAGE = 6
"""Entries: each has some 500 characters at most, and a message 4,096."""

NAME, TOLD, VALUE = 100, 300, 40
IGNORED = 5
"""Headings that are named."""

ORDER = (
    "name",
    "start_date",
    "end_date",
    "schedule",
    "lessons",
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
    Fate.DELETED: N_("this course was deleted here. To make it anew, give it another ID."),
}


def ask() -> str:
    size = say(_("The file may have {megabytes} MB."), megabytes=MOST_MEGABYTES)
    return paragraphs(
        [
            _("<b>Import of courses</b>"),
            _(
                "Send me a table (XLSX or CSV) or a calendar (.ics) as a file. First I show what "
                "would be created and changed: nothing happens before you confirm."
            ),
            _(
                "In a table, the first line has the headings, in any order; only the name must be "
                "there. A schedule is written as people do: Mon, Wed 18:00-19:30 B-734. An empty "
                "cell leaves things as they are."
            ),
            _(
                "New courses are drafts that you manage. Those of MISIS are nobody's until "
                "somebody takes them over."
            )
            + " "
            + size,
        ]
    )


def on_its_way() -> str:
    """Over the button."""
    return _("The form is on its way.")


def template() -> str:
    """Under the form."""
    return _("Fill in the form and send it back to me. The line in it is an example: replace it.")


def draft(it: Draft, page: int, tz: tzinfo) -> str:
    """A page of what the import would do."""
    entries = list(_entries(it.plan, page, tz))
    return paragraphs([_heading(it), _counts(it.plan), *entries, _ignored(it.plan, page)])


def pages(plan: Plan) -> int:
    return max(-(-(len(plan.steps) + len(plan.faults)) // PAGE), 1)


def begun(plan: Plan) -> str:
    count = plan.count(Fate.CREATE, Fate.CHANGE)
    sentence = ngettext(
        "I am importing {count} course. I will write when it is done.",
        "I am importing {count} courses. I will write when it is done.",
        count,
    )
    return say(sentence, count=count)


def dropped() -> str:
    """Over the button."""
    return _("Nothing was imported.")


def _heading(it: Draft) -> str:
    if any(step.is_to_do for step in it.plan.steps):
        sentence = _("<b>{file}</b>: this is what the import would do.")
    elif it.plan.same:
        sentence = _("<b>{file}</b>: everything is here already, there is nothing to import.")
    else:
        sentence = _("<b>{file}</b>: there is nothing here that I could import.")
    return say(sentence, file=it.file_name or _("The file"))


def _counts(plan: Plan) -> str:
    left = plan.count(*NOT_DONE)
    lines = len({it.line for it in plan.faults})
    told = [
        created(plan.count(Fate.CREATE)),
        changed(plan.count(Fate.CHANGE)),
        counted(ngettext("{count} as it is", "{count} as they are", plan.same), plan.same),
        counted(ngettext("{count} left alone", "{count} left alone", left), left),
        counted(
            ngettext("{count} line with a mistake", "{count} lines with mistakes", lines), lines
        ),
    ]
    return " · ".join(filter(None, told))


def created(count: int) -> str:
    return counted(ngettext("{count} new course", "{count} new courses", count), count)


def changed(count: int) -> str:
    return counted(ngettext("{count} changed", "{count} changed", count), count)


def counted(sentence: str, count: int) -> str:
    return say(sentence, count=count) if count else ""


def _entries(plan: Plan, page: int, tz: tzinfo) -> Iterator[str]:
    everything: Sequence[Step | Fault] = [*plan.steps, *plan.faults]
    for it in everything[page * PAGE : (page + 1) * PAGE]:
        yield _step(it, tz) if isinstance(it, Step) else _fault(it, tz)


def _step(it: Step, tz: tzinfo) -> str:
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
    return head + ("\n" + say("{told}", told=shorten(told, TOLD)) if told else "")


def _place(field: str) -> int:
    return ORDER.index(field) if field in ORDER else len(ORDER)


def _what(it: Step) -> dict[str, Any]:
    """Of a new course what it says, of another one what it would say instead."""
    if it.fate is Fate.CHANGE:
        return {
            name: value[1] if name == "lessons" else value for name, value in it.changed.items()
        }
    told = {
        name: details.plain(value) for name, value in it.wanted.fields.items() if name != "name"
    }
    lessons = len(it.wanted.lessons)
    return told | ({"lessons": lessons} if lessons else {})


def _fault(it: Fault, tz: tzinfo) -> str:
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


def _ignored(plan: Plan, page: int) -> str:
    if page or not plan.ignored:
        return ""
    named = ", ".join(shorten(it, VALUE) for it in plan.ignored[:IGNORED])
    return say(_("Columns that I do not know and leave out: {named}."), named=named)
