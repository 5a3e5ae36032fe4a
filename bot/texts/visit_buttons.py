"""Labels around one's own visits."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.say import shorten
from bot.texts.times import short


def visits() -> str:
    return _("📊 My visits")


def to_visits() -> str:
    return _("📊 To my visits")


def not_coming() -> str:
    return _("🙅 I will not come")


def not_coming_at(at: datetime, tz: tzinfo) -> str:
    return shorten(_("🙅 Not coming: {at}").format(at=short(at, tz)), LABEL)


def coming() -> str:
    return _("🙋 I will come")
