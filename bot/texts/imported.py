"""How far the import of a file is, and what it has done."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts import importing
from bot.texts.errors import refusal
from bot.texts.importing import NAME
from bot.texts.say import paragraphs, say, shorten
from domain.imported import Report
from domain.reading.found import Fault

FAILED = 8
"""That are named."""


def report(it: Report, tz: tzinfo) -> str:
    if not it.is_over:
        return say(_("Imported {at} of {of}."), at=it.at, of=it.of)
    failed = [_failure(fault, tz) for fault in it.failed[:FAILED]]
    return paragraphs([_done(it), "\n".join(failed), _again(it)])


def _done(it: Report) -> str:
    created = importing.created(it.created)
    changed = importing.changed(it.changed)
    told = ", ".join(filter(None, [created, changed])) or _("nothing has changed")
    return say(_("✅ The import is done: {told}."), told=told)


def _again(it: Report) -> str:
    if not it.failed:
        return ""
    return _("What was not imported stays as it was. Send the file again to see it anew.")


def _failure(fault: Fault, tz: tzinfo) -> str:
    where = say(
        _("⚠️ Line {line}, <b>{name}</b>:"), line=fault.line, name=shorten(fault.value, NAME)
    )
    return f"{where} {refusal(fault.error, tz)}"
