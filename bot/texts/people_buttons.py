"""Labels of the buttons of the list of people and of a person's card."""

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.invites import ROLES
from bot.texts.say import N_, shorten
from db.models import Role
from domain.people import Circle

CIRCLES: dict[Circle, str] = {
    Circle.ALL: N_("Everybody"),
    Circle.HOSTS: N_("Hosts"),
    Circle.ADMINS: N_("Admins"),
    Circle.BLOCKED: N_("Blocked"),
}


def people() -> str:
    return _("👥 People")


def person(number: int, name: str) -> str:
    return shorten(f"{number}. {name}", LABEL)


def circle(which: Circle, *, is_current: bool) -> str:
    return _marked(_(CIRCLES[which]), is_current=is_current)


def role() -> str:
    return _("🎭 Role")


def to_role(which: Role, *, is_current: bool) -> str:
    return _marked(_(ROLES[which]).capitalize(), is_current=is_current)


def yes_role() -> str:
    return _("Yes, change the role")


def block() -> str:
    return _("🚫 Block")


def yes_block() -> str:
    return _("Yes, give a reason")


def no_reason() -> str:
    return _("Block without a reason")


def unblock() -> str:
    return _("🔓 Unblock")


def yes_unblock() -> str:
    return _("Yes, unblock")


def erase() -> str:
    return _("🗑️ Erase data")


def yes_erase() -> str:
    return _("Yes, erase for good")


def to_card() -> str:
    return _("⬅️ To the card")


def _marked(label: str, *, is_current: bool) -> str:
    return f"• {label}" if is_current else label
