"""Labels of the buttons of the list of all courses."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import N_
from domain.programme import Circle

CIRCLES: dict[Circle, str] = {
    Circle.ALL: N_("All"),
    Circle.MINE: N_("Managed by me"),
    Circle.DRAFTS: N_("Drafts"),
    Circle.PUBLISHED: N_("Published"),
    Circle.FINISHED: N_("Finished"),
    Circle.ARCHIVED: N_("Archive"),
    Circle.MISIS: N_("MISIS"),
    Circle.UNMANAGED: N_("No manager"),
    Circle.QUEUES: N_("With a queue"),
}


def programme() -> str:
    return _("🗂️ All courses")


def import_() -> str:
    return _("📥 Import")


def holidays() -> str:
    return _("🏖️ Days off")


def chosen(circle: Circle) -> str:
    """Opens the choice of what the list is about."""
    return _("Filter: {which}").format(which=_(CIRCLES[circle]))


def circle(which: Circle, count: int, *, is_current: bool) -> str:
    return f"{'• ' if is_current else ''}{_(CIRCLES[which])} · {count}"


def unmanaged(count: int) -> str:
    sentence = ngettext(
        "{count} course without a manager", "{count} courses without a manager", count
    )
    return sentence.format(count=count)


def queues() -> str:
    return _("Who is waiting for a seat")


def take_over() -> str:
    return _("🧭 Take over")


def yes_take_over() -> str:
    return _("Yes, take it over")
