"""How long each kind of data is kept. ``domain/retention.py`` has the times."""

from itertools import groupby

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, say
from bot.texts.times import period
from domain.retention import RULES, Kind

WHAT: dict[Kind, str] = {
    Kind.PEOPLE: N_("all of somebody who does not come any more and takes part in no course"),
    Kind.CONSENTS: N_("a consent that was withdrawn"),
    Kind.QUESTIONS: N_("questions to those who run a course, and the answers"),
    Kind.DRAFTS: N_("announcements that were never sent"),
    Kind.NOTICES: N_("notices that were sent"),
    Kind.INVITES: N_("one-time links, used or out of date"),
    Kind.SCAN_ATTEMPTS: N_("check-ins that failed"),
    Kind.WEB_SESSIONS: N_("sign-ins in browsers, once they are over"),
    Kind.UPDATES: N_("the numbers of messages that were handled"),
    Kind.MEETINGS: N_("a first meeting that was not finished"),
    Kind.DIALOGS: N_("a question that was not answered"),
    Kind.BANNERS: N_("pictures that were sent for a cover and not used"),
    Kind.SCREENS: N_("answers that Telegram did not take at once"),
    Kind.PROJECTORS: N_("pages on projectors, once they are closed"),
    Kind.IDEMPOTENCY_KEYS: N_("answers for services that repeat a request"),
}


def what(kind: Kind) -> str:
    return _(WHAT[kind])


def kept_for(kind: Kind) -> str:
    return period(RULES[kind].kept)


def times() -> str:
    """A line for each time."""
    lines = groupby(RULES, kept_for)
    return "\n".join(
        say("• {time}: {kinds}", time=time, kinds="; ".join(map(what, kinds)))
        for time, kinds in lines
    )
