"""Who tried to check in and was not marked, as the staff see it."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.room import heading, stamp
from bot.texts.say import N_, paragraphs, say, shorten
from domain.answers import Answer
from domain.failed_scans import Failed, FailedScans

NAME = 60

WHY: dict[str, str] = {
    Answer.NOT_OPEN_YET: N_("before check-in opened"),
    Answer.CLOSED: N_("after check-in closed"),
    Answer.NOT_ENROLLED: N_("not on the course"),
    Answer.WAITLISTED: N_("in the queue for a seat"),
    Answer.WRONG_LESSON: N_("the code of another lesson"),
    Answer.LESSON_CANCELLED: N_("the lesson was cancelled"),
    Answer.CODE_EXPIRED: N_("an old code"),
    Answer.CODE_INVALID: N_("wrong digits"),
    Answer.TOO_MANY_ATTEMPTS: N_("too many wrong digits"),
    Answer.NOT_STAFF: N_("no right to scan"),
}


def page(seen: FailedScans, now: datetime, tz: tzinfo) -> str:
    lines = [
        _line(number, it, now, tz) for number, it in enumerate(seen.page.lines, seen.page.first)
    ]
    none = _("No failed attempts: whoever tried to check in is marked.")
    return paragraphs(
        [
            heading(seen.at.lesson, seen.at.course, tz),
            _("⚠️ <b>Failed attempts</b>") if lines else none,
            "\n".join(lines),
        ]
    )


def taken_in(name: str) -> str:
    """Over the button, so without markup."""
    return say(_("✅ On the course and marked: {name}"), name=shorten(name, NAME))


def _line(number: int, it: Failed, now: datetime, tz: tzinfo) -> str:
    who = say("{number}. <b>{name}</b>", number=number, name=shorten(it.name, NAME))
    why = _(WHY.get(it.answer, it.answer))
    times = say(ngettext("{count} time", "{count} times", it.times), count=it.times)
    marked = _("marked by now") if it.is_marked else ""
    told = [who, why, times if it.times > 1 else "", stamp(it.last_at, now, tz), marked]
    return " · ".join(filter(None, told))
