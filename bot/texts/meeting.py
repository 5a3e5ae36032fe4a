from aiogram.utils.i18n import gettext as _

from bot.texts.say import paragraphs, say, shorten

NAME = 300
"""Official names are long."""


def ask_consent(organization: str, contact: str) -> str:
    return paragraphs(
        [
            _("One question before we begin."),
            say(
                _(
                    "To enroll you, {organization} needs your name, your study group and your "
                    "Telegram account: for the lists of the course, for attendance and for "
                    "reminders. Do you agree to the processing of this personal data?"
                ),
                organization=who_asks(organization),
            ),
            withdrawal(contact),
        ]
    )


def who_asks(organization: str) -> str:
    return shorten(organization, NAME) or _("the organizer of the courses")


def withdrawal(contact: str) -> str:
    """And whom to ask, where the organizer has said that."""
    how = _("You can withdraw your consent at any time: /forget_me.")
    if not contact:
        return how
    return how + " " + say(_("Questions: {contact}."), contact=shorten(contact, NAME))


def ask_name(proposed: str | None) -> str:
    question = _("What is your name? Write the first name and the surname, as in class lists.")
    if proposed is None:
        return question
    return question + "\n\n" + _("If this is right, just press the button.")


def ask_group() -> str:
    return _("Which study group are you in? Write it, such as IT-23-1, or skip this.")
