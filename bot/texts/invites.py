from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_, say
from bot.texts.times import deadline
from db.models import Role

ROLES: dict[Role, str] = {
    Role.PARTICIPANT: N_("participant"),
    Role.HOST: N_("host"),
    Role.ADMIN: N_("admin"),
}


def offer(role: Role, expires_at: datetime, tz: tzinfo) -> str:
    return say(
        _("This link gives you the role: <b>{role}</b>. It is good for one person, until {at}."),
        role=_(ROLES[role]),
        at=deadline(expires_at, tz),
    )


def accepted(role: Role) -> str:
    return say(_("Done. Your role: <b>{role}</b>."), role=_(ROLES[role]))
