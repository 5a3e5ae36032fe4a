"""The card of a person, as admins see it."""

from collections.abc import Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.invites import OF_COURSE, ROLES
from bot.texts.said_values import STATUSES
from bot.texts.say import paragraphs, quote, say, shorten
from bot.texts.settings import language
from bot.texts.times import city, day, stamp
from db.models import EnrollmentStatus, User
from domain.blocking import REASON_LENGTH
from domain.campus import Campus
from domain.people import CourseLine, PartLine, PersonCard

NAME = 200
FACT = 100
COURSE_NAME = 80
LINES = 8
"""Of each list. With everything in it as long as it gets, a card is one message still."""


def card(seen: PersonCard, campus: Campus, tz: tzinfo) -> str:
    user = seen.user
    return paragraphs(
        [
            name(user),
            _block(user, tz),
            "\n".join(filter(None, [*_who(user), *_choices(user, campus), *_visits(user, tz)])),
            _list(_("<b>On the teams of courses</b>"), [_part(it) for it in seen.parts]),
            _list(_("<b>Courses</b>"), [_course(it) for it in seen.courses]),
            say(_("Points: {value}"), value=seen.points),
        ]
    )


def name(user: User) -> str:
    return say("<b>{name}</b>", name=shorten(user.full_name, NAME))


def _block(user: User, tz: tzinfo) -> str:
    if user.blocked_at is None:
        return ""
    since = say(_("🚫 <b>Blocked since {day}</b>"), day=day(user.blocked_at, tz))
    if not user.block_reason:
        return since + "\n" + _("Reason: not given")
    reason = shorten(user.block_reason, REASON_LENGTH)
    return since + "\n" + say(_("Reason: {value}"), value=reason)


def _who(user: User) -> list[str]:
    return [
        _fact(_("Role: {value}"), _(ROLES[user.role])),
        _fact(_("Group: {value}"), user.study_group),
        _fact(_("E-mail: {value}"), user.email),
        *_telegram(user),
    ]


def _telegram(user: User) -> list[str]:
    if user.telegram_id is None:
        return [_("Telegram: not connected")]
    label, arrives = _("open the profile"), _("Messages: they arrive")
    away = _("Messages: they do not arrive, the bot is blocked or the account is gone")
    profile = f'<a href="tg://user?id={user.telegram_id}">{label}</a>'
    return [
        f"Telegram: <code>{user.telegram_id}</code>, {profile}",
        arrives if user.reachable else away,
    ]


def _choices(user: User, campus: Campus) -> list[str]:
    """Only what is not as everybody's."""
    code, zone = user.language or campus.language, user.timezone or campus.tz.key
    spoken = "" if code == campus.language else language(code)
    place = "" if zone == campus.tz.key else city(ZoneInfo(zone))
    return [_fact(_("Language: {value}"), spoken), _fact(_("Time zone: {value}"), place)]


def _visits(user: User, tz: tzinfo) -> list[str]:
    seen_at = user.last_seen_at
    return [
        _fact(_("Registered: {value}"), day(user.created_at, tz)),
        _fact(_("Last seen: {value}"), stamp(seen_at, tz) if seen_at else _("never")),
    ]


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = len(lines) - LINES
    rest = [say(ngettext("and {count} more", "and {count} more", more), count=more)]
    return "\n".join([title, *lines[:LINES], *(rest if more > 0 else [])])


def _part(line: PartLine) -> str:
    course = shorten(line.course_name, COURSE_NAME)
    return "• " + say(_(OF_COURSE[line.part]), course=course)


def _course(line: CourseLine) -> str:
    course = quote(shorten(line.course_name, COURSE_NAME))
    return f"• {course}: " + ", ".join(filter(None, [_(STATUSES[line.status]), _came(line)]))


def _came(line: CourseLine) -> str:
    """Nothing where there was nothing to come to."""
    if line.held == 0 or line.status is EnrollmentStatus.WAITLISTED:
        return ""
    sentence = _("came to {attended} of {held}")
    return say(sentence, attended=line.attended, held=line.held)


def _fact(sentence: str, value: str | None) -> str:
    return say(sentence, value=shorten(value, FACT)) if value else ""
