"""The people of a course as a table. Its cells are plain text."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n.context import get_i18n

from bot.texts.roster import STANDINGS
from bot.texts.times import city
from domain.course_list import ListedPerson

WIDTHS = 32, 16, 16, 20, 10, 10, 10, 10, 36
WIDTH_OF_EMAIL = 32


def title() -> str:
    """Of a sheet: 31 characters at most."""
    return _("People of the course")


def columns(tz: tzinfo, *, has_emails: bool) -> list[tuple[str, int]]:
    """Headings and widths."""
    headings = [
        _("Name"),
        _("Study group"),
        _("Status"),
        _("Since ({city})").format(city=city(tz)),
        _("Came"),
        _("Missed"),
        _("Excused"),
        _("Points"),
        _("Reason of the team"),
    ]
    emails = [(_("E-mail"), WIDTH_OF_EMAIL)] if has_emails else []
    return [*zip(headings, WIDTHS, strict=True), *emails]


def row(person: ListedPerson, tz: tzinfo, *, has_emails: bool) -> list[str]:
    return [
        person.name,
        person.group or "",
        _(STANDINGS[person.status]),
        f"{person.since.astimezone(tz):%Y-%m-%d %H:%M}",
        str(person.attended),
        str(person.absent),
        str(person.excused),
        str(person.points),
        person.reason or "",
        *([person.email or ""] if has_emails else []),
    ]


def delimiter() -> str:
    """What the spreadsheets of those who speak the language put between the columns."""
    return ";" if get_i18n().current_locale == "ru" else ","
