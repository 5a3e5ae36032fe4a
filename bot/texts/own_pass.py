"""One's own code, under its picture."""

from datetime import timedelta, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.say import paragraphs, say, shorten
from bot.texts.times import deadline
from domain.passes import OwnPass

NAME = 200
MINUTE = timedelta(minutes=1)


def caption(mine: OwnPass, tz: tzinfo) -> str:
    name = say("<b>{name}</b>", name=shorten(mine.name, NAME))
    group = say("{group}", group=shorten(mine.study_group, NAME)) if mine.study_group else ""
    until = say(_("Good until {at}."), at=deadline(mine.until - MINUTE, tz))
    how = _("Show it to the host at the door. Is there a code on the screen? Scan that one.")
    return paragraphs(["\n".join(filter(None, [name, group])), until, how])


def to_stranger() -> str:
    return _(
        "Your personal code comes with your first course: choose one and enroll. If a lesson is "
        "on, point your phone's camera at the QR code in the room."
    )
