"""The text that people agree to. ``domain/meeting.py`` numbers its versions."""

from aiogram.utils.i18n import gettext as _

from bot.texts.meeting import who_asks, withdrawal
from bot.texts.say import paragraphs, say


def policy(organization: str, contact: str, version: str) -> str:
    return paragraphs(
        [
            _("<b>Personal data</b>"),
            say(_("<b>Who keeps it:</b> {organization}."), organization=who_asks(organization)),
            _(
                "<b>What:</b> your Telegram id, full name, study group and language; the courses "
                "you enroll in, your attendance, points and feedback; the record of actions."
            ),
            _(
                "<b>Why:</b> to keep the lists of courses, to note who came, to remind you of "
                "lessons and to tell you of changes. For nothing else, and nobody else gets it."
            ),
            _(
                "<b>How long:</b> while you take part in courses. Once erased, only counts "
                "without names are left."
            ),
            _("<b>How:</b> automatically, by this service, stored on the organizer's server."),
            withdrawal(contact),
            say(_("Version of {version}."), version=version),
        ]
    )
