"""Labels of the buttons under a course's picture."""

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_
from domain.pictures import Part

WIDE: dict[Part, str] = {
    Part.START: N_("⬅️ Left"),
    Part.MIDDLE: N_("↔️ Middle"),
    Part.END: N_("➡️ Right"),
}
HIGH: dict[Part, str] = {
    Part.START: N_("⬆️ Top"),
    Part.MIDDLE: N_("↕️ Middle"),
    Part.END: N_("⬇️ Bottom"),
}


def use() -> str:
    return _("✅ Use it")


def use_all_the_same() -> str:
    return _("✅ Use mine anyway")


def other() -> str:
    return _("🖼 Another picture")


def remove() -> str:
    return _("🗑 Remove the cover")


def remove_for_sure() -> str:
    return _("🗑 Yes, remove it")


def keep() -> str:
    return _("Leave it")


def part(which: Part, *, is_wide: bool) -> str:
    return _((WIDE if is_wide else HIGH)[which])
