from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import get_i18n, ngettext
from aiogram.utils.i18n import gettext as _
from babel import Locale

from bot.texts.meeting import ask_name
from bot.texts.say import N_, paragraphs, say, shorten
from bot.texts.times import ahead, city, hour
from db.models import User
from domain.campus import Campus
from domain.profile import Field, Profile

VALUE = 100

QUESTIONS: dict[Field, str] = {
    Field.GROUP: N_("Which study group are you in? Write it, such as IT-23-1."),
    Field.EMAIL: N_(
        "Which e-mail can you be reached at? Write it, such as anna@example.org. Only admins "
        "and those who run your courses see it."
    ),
    Field.LANGUAGE: N_("Which language shall we speak?"),
    Field.TIMEZONE: N_(
        "Where are you? Choose, or write your city. The numbers are hours ahead of UTC."
    ),
    Field.QUIET_HOURS: N_(
        "When shall I be quiet? Choose, or write your own hours, such as 22:30-7:00. Only what "
        "cannot wait gets through then."
    ),
}

REMINDERS = {
    True: N_("Lesson reminders: <b>on</b>"),
    False: N_("Lesson reminders: <b>off</b>"),
}
NEWS = {True: N_("Course news: <b>on</b>"), False: N_("Course news: <b>off</b>")}


def settings(seen: Profile, campus: Campus, now: datetime) -> str:
    user = seen.user
    return paragraphs(
        [
            _("<b>Settings</b>"),
            "\n".join(_about(user)),
            "\n".join([_timezone(user, campus, now), _quiet_hours(user)]),
            "\n".join(filter(None, _messages(seen))),
        ]
    )


def saved(screen: str) -> str:
    """What comes after words that were typed."""
    return paragraphs([done(), screen])


def done() -> str:
    return _("✅ Saved.")


def ask(field: Field) -> str:
    return ask_name(None) if field is Field.NAME else _(QUESTIONS[field])


def to_stranger() -> str:
    return paragraphs(
        [
            _("Settings appear once we know each other: enroll in a course, and I will ask."),
            _("Until then we speak the language of your Telegram."),
        ]
    )


def language(code: str) -> str:
    """Its name in the language that we speak."""
    return str(Locale(code).get_display_name(get_i18n().current_locale))


def _about(user: User) -> list[str]:
    given = _("not given")
    return [
        say(_("Name: <b>{value}</b>"), value=user.full_name),
        say(_("Study group: <b>{value}</b>"), value=user.study_group or given),
        say(_("E-mail: <b>{value}</b>"), value=shorten(user.email or given, VALUE)),
        say(_("Language: <b>{value}</b>"), value=language(get_i18n().current_locale)),
    ]


def _timezone(user: User, campus: Campus, now: datetime) -> str:
    tz = ZoneInfo(user.timezone) if user.timezone else campus.tz
    value = f"{city(tz)}, {ahead(tz, now)}"
    if user.timezone is None:
        return say(_("Time zone: <b>{value}</b>, as on campus"), value=value)
    return say(_("Time zone: <b>{value}</b>"), value=value)


def _quiet_hours(user: User) -> str:
    if user.quiet_from == user.quiet_to:
        return _("Quiet hours: <b>none</b>")
    sentence = _("Quiet hours: <b>from {since} to {until}</b>")
    return say(sentence, since=hour(user.quiet_from), until=hour(user.quiet_to))


def _messages(seen: Profile) -> list[str]:
    user, muted = seen.user, seen.muted
    reminders = REMINDERS[user.reminders_on]
    those = ngettext("except {count} course", "except {count} courses", muted)
    but = say(f", {those}", count=muted) if muted and user.reminders_on else ""
    return [_(reminders) + but, _(NEWS[user.news_on]), _sign_ins(seen.sign_ins)]


def _sign_ins(count: int) -> str:
    """Nothing for those many who never use a browser."""
    return say(_("Browser sign-ins: <b>{count}</b>"), count=count) if count else ""
