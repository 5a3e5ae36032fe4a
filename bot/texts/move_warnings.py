"""What people are told before they move a lesson to where something is in the way."""

from aiogram.utils.i18n import gettext as _

from bot.texts.say import say
from bot.texts.schedule import busy
from bot.texts.times import span
from domain.move_warnings import Warnings


def told(found: Warnings) -> str:
    """Nothing, where nothing is in the way."""
    return "\n".join(filter(None, [_day_off(found), _outside(found), _busy(found)]))


def _day_off(found: Warnings) -> str:
    return _("⚠️ It is a day off then.") if found.is_day_off else ""


def _outside(found: Warnings) -> str:
    if found.outside is None:
        return ""
    dates = span(*found.outside)
    return say(_("⚠️ It is outside of the dates of the course: {dates}."), dates=dates)


def _busy(found: Warnings) -> str:
    names = busy(found.line)
    if not names:
        return ""
    if found.line.is_impossible:
        return say(
            _("⛔ Its host gives another lesson then: {names}. Choose another time or host."),
            names=names,
        )
    return say(_("⚠️ A host is busy elsewhere then: {names}."), names=names)
