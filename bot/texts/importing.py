"""What the import of a file would do, and what it has done."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import import_entries as entries
from bot.texts.say import paragraphs, say, shorten
from domain.import_plan import Fate, Plan, Step
from domain.importing import Draft
from domain.reading.found import MOST_MEGABYTES, Fault

PAGE = 6
"""Entries: each has some 500 characters at most, and a message 4,096."""

IGNORED = 5
"""Headings that are named."""


def ask() -> str:
    size = say(_("The file can be up to {megabytes} MB."), megabytes=MOST_MEGABYTES)
    return paragraphs(
        [
            _("<b>Import of courses</b>"),
            _(
                "Send me a table (XLSX or CSV) or a calendar (.ics) as a file. First I show what "
                "would be created and changed: nothing happens before you confirm."
            ),
            _(
                "In a table, the first line has the headings, in any order; only the name is "
                "required. Write a schedule as usual: Mon, Wed 18:00-19:30 B-734. An empty cell "
                "leaves things as they are."
            ),
            _(
                "New courses are drafts that you manage. Those of MISIS have no manager until "
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
    those = list(_entries(it.plan, page, tz))
    return paragraphs([_heading(it), _counts(it.plan), *those, _ignored(it.plan, page)])


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
    left = plan.count(*entries.NOT_DONE)
    lines = len({it.line for it in plan.faults})
    told = [
        created(plan.count(Fate.CREATE)),
        changed(plan.count(Fate.CHANGE)),
        counted(ngettext("{count} unchanged", "{count} unchanged", plan.same), plan.same),
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
        yield entries.step(it, tz) if isinstance(it, Step) else entries.fault(it, tz)


def _ignored(plan: Plan, page: int) -> str:
    if page or not plan.ignored:
        return ""
    named = ", ".join(shorten(it, entries.VALUE) for it in plan.ignored[:IGNORED])
    return say(_("Columns I do not know and will leave out: {named}."), named=named)
