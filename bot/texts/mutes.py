from aiogram.utils.i18n import gettext as _

from bot.texts.say import paragraphs
from domain.mutes import RemindablePage


def page(found: RemindablePage, *, reminders_on: bool) -> str:
    head = _("<b>Reminders by course</b>")
    if not found.lines:
        return paragraphs(
            [head, _("You are on no course now: there is nothing to remind you of.")]
        )
    told = _("🔔 I remind you, 🔕 I do not. A tap changes it.")
    off = "" if reminders_on else _("All reminders are off now: turn them on in the settings.")
    return paragraphs([head, told, off])
