from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.say import paragraphs, say
from bot.texts.times import moment
from db.models import WebSession
from domain.sign_ins import PAGE_SIZE, SignInPage

BROWSERS = {
    "YaBrowser": "Yandex",
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
"""By what is in their names; those that pretend to be others come first."""

SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def page(found: SignInPage, tz: tzinfo) -> str:
    head = _("<b>Browser sign-ins</b>")
    if not found.lines:
        return paragraphs([head, _empty()])
    first = found.number * PAGE_SIZE + 1
    lines = [_line(number, it, tz) for number, it in enumerate(found.lines, first)]
    advice = _("See one that is not yours? Close it: whoever is there loses access at once.")
    return paragraphs([head, *lines, advice])


def browser(sign_in: WebSession) -> str:
    agent = sign_in.user_agent
    known = (_first(BROWSERS, agent), _first(SYSTEMS, agent))
    return ", ".join(filter(None, known)) or _("Unknown browser")


def closed() -> str:
    return _("✅ Closed.")


def _empty() -> str:
    return _(
        "No sign-in is open now. When you open the courses in a browser, it will be listed "
        "here, and you can close it."
    )


def _first(names: dict[str, str], agent: str) -> str:
    return next((name for mark, name in names.items() if mark in agent), "")


def _line(number: int, sign_in: WebSession, tz: tzinfo) -> str:
    at = sign_in.last_used_at or sign_in.created_at
    what = say("{number}. <b>{browser}</b>", number=number, browser=browser(sign_in))
    return what + "\n" + say(_("last used: {at}"), at=moment(at, tz))
