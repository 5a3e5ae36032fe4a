"""How far the import of a file is, and what it has done."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts import course_news, importing
from bot.texts.errors import refusal
from bot.texts.import_entries import NAME
from bot.texts.say import paragraphs, say, shorten
from domain.course_news import Question
from domain.imported import Report
from domain.reading.found import Fault

FAILED = 8
"""That are named."""


def report(it: Report, tz: tzinfo) -> str:
    if not it.is_over:
        return say(_("Imported {at} of {of}."), at=it.at, of=it.of)
    failed = [_failure(fault, tz) for fault in it.failed[:FAILED]]
    return paragraphs([_done(it), "\n".join(failed), _again(it), _unasked(it)])


def ask(question: Question) -> str:
    """Whether people of a changed course shall be told."""
    name = shorten(question.course.name, NAME)
    changed = say(_("The import has changed the course <b>{name}</b>."), name=name)
    return paragraphs([changed, course_news.ask(question)])


def _done(it: Report) -> str:
    created = importing.created(it.created)
    changed = importing.changed(it.changed)
    told = ", ".join(filter(None, [created, changed])) or _("nothing has changed")
    return say(_("✅ The import is done: {told}."), told=told)


def _again(it: Report) -> str:
    if not it.failed:
        return ""
    return _("What was not imported stays as it was. Send the file again to see what is left.")


def _unasked(it: Report) -> str:
    """Those with people that no question is asked about."""
    if not it.unasked:
        return ""
    head = ngettext(
        "📣 One more changed course has participants. I have told them nothing:",
        "📣 {count} more changed courses have participants. I have told them nothing:",
        it.unasked,
    )
    names = [say("{name}", name=shorten(name, NAME)) for name in it.named]
    return "\n".join([say(head, count=it.unasked), *names, *(["…"] * (it.unasked > len(names)))])


def _failure(fault: Fault, tz: tzinfo) -> str:
    where = say(
        _("⚠️ Line {line}, <b>{name}</b>:"), line=fault.line, name=shorten(fault.value, NAME)
    )
    return f"{where} {refusal(fault.error, tz)}"
