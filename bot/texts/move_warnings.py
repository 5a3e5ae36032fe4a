"""What people are told of a time for a lesson, if something is in the way."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.lessons import span as span_of
from bot.texts.say import N_, say
from bot.texts.schedule import busy
from bot.texts.times import span
from db.models import CourseStatus
from domain.move_warnings import Warnings

OVER = {
    CourseStatus.FINISHED: N_("⚠️ The course is finished."),
    CourseStatus.ARCHIVED: N_("⚠️ The course is in the archive."),
}
BESIDE = 3
"""So many other lessons are named."""


def told(found: Warnings, tz: tzinfo, now: datetime) -> str:
    """Nothing, where nothing is in the way."""
    said = [
        _("⚠️ That is in the past.") if found.is_past else "",
        _(OVER[found.over]) if found.over else "",
        _day_off(found),
        _outside(found),
        _beside(found, tz, now),
        _busy(found),
    ]
    return "\n".join(filter(None, said))


def _day_off(found: Warnings) -> str:
    return _("⚠️ That is a day off.") if found.is_day_off else ""


def _outside(found: Warnings) -> str:
    if found.outside is None:
        return ""
    dates = span(*found.outside)
    return say(_("⚠️ That is outside the dates of the course: {dates}."), dates=dates)


def _beside(found: Warnings, tz: tzinfo, now: datetime) -> str:
    if not found.beside:
        return ""
    times = [span_of(it, tz, now) for it in found.beside[:BESIDE]]
    return say(_("⚠️ The course has another lesson then: {times}."), times="; ".join(times))


def _busy(found: Warnings) -> str:
    names = busy(found.line)
    if not names:
        return ""
    if found.line.is_impossible:
        return say(
            _(
                "⛔ Its host teaches another lesson then: {names}. Choose another time, such as "
                "20.12 18:00, or another host."
            ),
            names=names,
        )
    return say(_("⚠️ A host is busy elsewhere then: {names}."), names=names)
