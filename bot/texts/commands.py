"""The command menu. Telegram shows it as it is, so its words are plain text."""

from aiogram.types import BotCommand
from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_
from db.models import Role

OFFERED: dict[Role, dict[str, str]] = {
    Role.PARTICIPANT: {
        "courses": N_("All courses"),
        "my": N_("My courses"),
        "code": N_("My code for the door"),
        "settings": N_("Name, language, reminders"),
        "help": N_("What I can do"),
        "privacy": N_("What is kept about you"),
        "cancel": N_("Stop and go to the menu"),
    },
    Role.HOST: {
        "now": N_("The lesson that is on"),
        "announce": N_("Write to the people of a course"),
    },
    Role.ADMIN: {
        "new": N_("New course"),
        "all": N_("All courses and drafts"),
        "people": N_("People"),
        "log": N_("History of actions"),
        "messages": N_("How messages are going out"),
        "import": N_("Courses from a file"),
    },
}
"""What each role has beyond the lesser ones."""


def of_role(role: Role) -> list[BotCommand]:
    """The role's own come first: they are why the menu was opened."""
    mine = reversed(role.at_most())
    offered = {name: words for it in mine for name, words in OFFERED[it].items()}
    return [BotCommand(command=name, description=_(words)) for name, words in offered.items()]
