"""Labels of the buttons of the settings."""

from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _
from babel import Locale

from bot.texts.buttons import LABEL
from bot.texts.say import N_, shorten
from bot.texts.times import city
from domain.mutes import Remindable
from domain.profile import Field, Switch

FIELDS: dict[Field, str] = {
    Field.NAME: N_("👤 Name"),
    Field.GROUP: N_("👥 Study group"),
    Field.EMAIL: N_("✉️ E-mail"),
    Field.LANGUAGE: N_("🌐 Language"),
    Field.TIMEZONE: N_("🕒 Time zone"),
    Field.QUIET_HOURS: N_("🌙 Quiet hours"),
}
SWITCHES: dict[Switch, str] = {Switch.REMINDERS: N_("Reminders"), Switch.NEWS: N_("News")}
EMPTY: dict[Field, str] = {
    Field.GROUP: N_("Clear"),
    Field.EMAIL: N_("Clear"),
    Field.TIMEZONE: N_("As on campus"),
    Field.QUIET_HOURS: N_("No quiet hours"),
}
"""What leaving it empty means."""

BELL = {True: "🔔", False: "🔕"}


def settings() -> str:
    return _("⚙️ Settings")


def to_settings() -> str:
    return _("⬅️ To settings")


def field(which: Field) -> str:
    return _(FIELDS[which])


def empty(which: Field) -> str:
    return _(EMPTY[which])


def switch(which: Switch, *, is_on: bool) -> str:
    return f"{BELL[is_on]} {_(SWITCHES[which])}"


def language(code: str) -> str:
    """In itself, for those who read no other."""
    return str(Locale(code).get_display_name(code)).capitalize()


def timezone(ahead: int, name: str) -> str:
    return f"{city(ZoneInfo(name))} +{ahead}"


def quiet_hours(since: int, until: int) -> str:
    return f"{since}:00\u2013{until}:00"


def mutes() -> str:
    return _("📚 Reminders by course")


def mute(line: Remindable) -> str:
    return shorten(f"{BELL[not line.is_muted]} {line.name}", LABEL)


def sign_ins() -> str:
    return _("💻 Browser sign-ins")


def close(number: int, browser: str) -> str:
    return shorten(_("✖️ Close {number}: {browser}").format(number=number, browser=browser), LABEL)


def close_all() -> str:
    return _("✖️ Close all")
