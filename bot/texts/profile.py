"""How the bot introduces itself in Telegram, which shows it as plain text."""

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, shorten

TITLE = N_("Kursovod")
"""What the bot is called where the operator has not chosen another name."""

ORGANIZATION = 200


def description(organization: str) -> str:
    """In the empty chat, over the button that starts it: up to 512 characters."""
    hello = _("I help you take courses.")
    if organization:
        sentence = _("I help you take the courses of {organization}.")
        hello = sentence.format(organization=shorten(organization, ORGANIZATION))
    return (
        hello
        + "\n\n"
        + _(
            "📚 Choose a course and enroll right in the chat\n"
            "⏳ No seats left? I hold your place in the queue\n"
            "📍 I say when and where the next lesson is\n\n"
            "Press “Start”: you can look around without registering."
        )
    )


def short_description(organization: str) -> str:
    """On the bot's own page and where it is handed on: up to 120 characters."""
    sentence = _("Courses in Telegram: choose, enroll, come. {organization}")
    return shorten(sentence.format(organization=organization).strip(), 120)
