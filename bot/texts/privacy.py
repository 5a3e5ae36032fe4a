"""The text that people agree to, and what follows from it. ``domain/meeting.py`` numbers its
versions."""

from datetime import date, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts import retention
from bot.texts.meeting import who_asks, withdrawal
from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import day, full_date
from db.models import Consent

CONTACT = 80
"""A refusal with it fits over a button."""


def policy(organization: str, contact: str, version: str) -> str:
    return paragraphs(
        [
            _("<b>Personal data</b>"),
            say(_("<b>Who keeps it:</b> {organization}."), organization=who_asks(organization)),
            _(
                "<b>What:</b> your Telegram account, full name, study group, e-mail if you gave "
                "one, and settings; the courses you enroll in, your attendance, points and "
                "feedback; what you write to courses; the record of actions."
            ),
            _(
                "<b>Why:</b> to keep the lists of courses, to note who came, to remind you of "
                "lessons and to tell you of changes. For nothing else, and nobody else gets it."
            ),
            _(
                "<b>How long:</b> while you take part in courses, unless you withdraw your "
                "consent first. The rest:"
            )
            + "\n"
            + retention.times(),
            _("<b>How:</b> automatically, by this service, stored on the organizer's server."),
            withdrawal(contact),
            say(_("Version of {version}."), version=_dated(version)),
        ]
    )


def mine(policy: str, consent: Consent | None, tz: tzinfo) -> str:
    """With what its reader agreed to; none, who was registered by the organizer."""
    if consent is None:
        said = _(
            "You were registered by the organizer. Before you enroll here for the first time, you "
            "will be asked for your consent."
        )
    else:
        sentence = _("You agreed to the version of {version} on {at}.")
        said = say(sentence, version=_dated(consent.version), at=day(consent.given_at, tz))
    return paragraphs([policy, said])


def _dated(version: str) -> str:
    return full_date(date.fromisoformat(version))


def preparing() -> str:
    return _("I am putting your file together, it comes here in a moment.")


def my_data() -> str:
    """Under the file."""
    return _(
        "Here is everything that is kept about you. Any browser or text editor opens the file."
    )


def ask_forget() -> str:
    return paragraphs(
        [
            _("<b>Withdraw your consent and erase your data?</b>"),
            _(
                "You cannot take part in courses without this data. If you withdraw your "
                "consent, it is erased."
            ),
            _(
                "<b>What goes:</b> your name, group, e-mail and Telegram account; your comments "
                "and the texts of your announcements; your seats and places in queues; your "
                "parts in courses, links and sign-ins."
            ),
            _(
                "<b>What stays, without your name:</b> numbers. How many people came, how many "
                "points and stars there were, and that somebody did something at some time."
            ),
            _("This cannot be undone."),
        ]
    )


def forgotten() -> str:
    return paragraphs(
        [
            _("Done. Your data is erased."),
            _("If you want to come back one day, send /start, and we will meet anew."),
        ]
    )


def nothing_to_show() -> str:
    return _(
        "Nothing is kept about you: you have not introduced yourself. What you began and did not "
        "finish is forgotten within a day."
    )


def nothing_to_forget() -> str:
    return _(
        "Nothing is kept about you. If you had begun to introduce yourself, that is forgotten now."
    )


def blocked(contact: str) -> str:
    """Short enough for the popup over a button."""
    if not contact:
        return _("You are blocked here. If that is a mistake, write to the organizer.")
    sentence = _("You are blocked here. If that is a mistake, write to: {contact}.")
    return say(sentence, contact=shorten(contact, CONTACT))
