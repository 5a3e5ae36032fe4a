"""What the page on a projector says, as plain text: the room reads it from afar."""

from datetime import tzinfo
from typing import Any

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import shorten
from bot.texts.times import clock
from domain.projectors import Over, Projecting, Shown, State, Waiting

NAME, PLACE = 120, 60


def page(state: State, bot_name: str, tz: tzinfo) -> dict[str, Any]:
    """By the places of the page."""
    match state:
        case Waiting(number):
            return _waiting(number, bot_name)
        case Projecting(shown):
            return _projecting(shown, tz, is_open=state.is_open)
        case Over(shown):
            return _over(shown, is_closed=state.is_closed)


def elsewhere() -> dict[str, Any]:
    """Another window shows the page."""
    return {"title": _("The code is shown in another window"), "again": _("Show it here")}


def _waiting(number: str, bot_name: str) -> dict[str, Any]:
    half = len(number) // 2
    return {
        "title": _("Pair this screen"),
        "number": f"{number[:half]} {number[half:]}",
        "steps": [
            _("Open the bot @{bot} on your phone.").format(bot=bot_name),
            _("Send it this number while your lesson is on."),
            _("The check-in code appears here."),
        ],
    }


def _projecting(shown: Shown, tz: tzinfo, *, is_open: bool) -> dict[str, Any]:
    hours = f"{clock(shown.starts_at, tz)}\u2013{clock(shown.ends_at, tz)}"
    place = shorten(shown.location or "", PLACE)
    topic = shorten(shown.topic, NAME)
    return {
        "title": shorten(shown.course_name or "", NAME),
        "about": " · ".join(filter(None, [hours, place, topic])),
        "scan": _("Point your phone's camera at the code"),
        "type": _("or send these digits to the bot"),
        "soon": "" if is_open else _opens(shown, tz),
        "came": _came(shown),
        "newest": _("Just now") if shown.names else "",
        "leave": _("Disconnect the screen"),
    }


def _opens(shown: Shown, tz: tzinfo) -> str:
    at = clock(shown.starts_at - shown.opens_before, tz)
    return _("Check-in opens at {at}").format(at=at)


def _came(shown: Shown) -> str:
    sentence = ngettext("{count} of {all} is here", "{count} of {all} are here", shown.came)
    return sentence.format(count=shown.came, all=shown.expected)


def _over(shown: Shown, *, is_closed: bool) -> dict[str, Any]:
    said = _("This screen is disconnected") if is_closed else _("Check-in is over")
    return {
        "title": shorten(shown.course_name or "", NAME) or said,
        "about": said if shown.course_name else "",
        "came": "" if is_closed else _came(shown),
        "again": _("Pair it again"),
    }
