"""Labels of the buttons of announcements."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.say import N_, shorten
from bot.texts.times import near
from db.models import AnnouncementStatus, Lesson, Role
from domain.announcements import Whom

SIGNS: dict[AnnouncementStatus, str] = {
    AnnouncementStatus.DRAFT: "✏️",
    AnnouncementStatus.SCHEDULED: "🕐",
    AnnouncementStatus.SENDING: "📨",
    AnnouncementStatus.SENT: "✅",
    AnnouncementStatus.STOPPED: "⏹",
    AnnouncementStatus.RECALLED: "↩️",
}
WHOM: dict[Whom, str] = {
    Whom.ALL: N_("Everybody on the course"),
    Whom.REGISTERED: N_("Those with a seat"),
    Whom.WAITING: N_("Those in the queue"),
    Whom.CAME: N_("Who came to a lesson…"),
    Whom.MISSED: N_("Who missed a lesson…"),
    Whom.EVERYBODY: N_("Everybody"),
}
ROLES: dict[Role, str] = {
    Role.PARTICIPANT: N_("Participants"),
    Role.HOST: N_("Hosts"),
    Role.ADMIN: N_("Admins"),
}


def announcements() -> str:
    return _("📣 Announcements")


def no_news() -> str:
    return _("🔕 Send me no news")


def to_announcements() -> str:
    return _("⬅️ To the announcements")


def to_announcement() -> str:
    return _("⬅️ To the announcement")


def write() -> str:
    return _("✍️ Write an announcement")


def to_everybody() -> str:
    return _("🌍 To everybody, or to a role")


def line(status: AnnouncementStatus, excerpt: str) -> str:
    return shorten(f"{SIGNS[status]} {excerpt}", LABEL)


def preview() -> str:
    return _("👁 Show me")


def for_whom() -> str:
    return _("👥 For whom")


def words() -> str:
    return _("✏️ Change the text")


def link() -> str:
    return _("🔗 Button with a link")


def no_link() -> str:
    return _("Without a button")


def late() -> str:
    return _("🙋 Who joins later")


def send() -> str:
    return _("📨 Send…")


def send_now() -> str:
    return _("📨 Send now")


def at_a_time() -> str:
    return _("🕐 At another time")


def another_time() -> str:
    return _("🕐 Change the time")


def at(moment: datetime, tz: tzinfo, now: datetime) -> str:
    return near(moment, tz, now)


def put_off() -> str:
    return _("✖️ Do not send")


def drop() -> str:
    return _("🗑 Delete")


def drop_for_sure() -> str:
    return _("🗑 Yes, delete")


def stop() -> str:
    return _("⏹ Stop")


def go_on() -> str:
    return _("▶️ Go on sending")


def repeat() -> str:
    return _("🔁 Once more to those in doubt")


def repeat_for_sure() -> str:
    return _("🔁 Yes, send again")


def recall() -> str:
    return _("↩️ Recall")


def recall_for_sure() -> str:
    return _("↩️ Yes, recall")


def refresh() -> str:
    return _("🔄 Refresh")


def report() -> str:
    return _("📊 Report")


def replace() -> str:
    return _("✅ Change it for everybody")


def write_anew() -> str:
    return _("✏️ Write it again")


def whom(which: Whom, *, is_current: bool) -> str:
    label = _(WHOM[which])
    return f"• {label}" if is_current else label


def role(which: Role, *, is_current: bool) -> str:
    label = _(ROLES[which])
    return f"• {label}" if is_current else label


def lesson(it: Lesson, tz: tzinfo, now: datetime) -> str:
    when = near(it.starts_at, tz, now)
    return shorten(f"{when} · {it.topic}" if it.topic else when, LABEL)


def never() -> str:
    return _("Do not send it to them")


def week() -> str:
    return _("For a week")


def month() -> str:
    return _("For a month")


def end() -> str:
    return _("Until the end of the course")


def card() -> str:
    return _("📰 Tell everybody of the course")


def card_for_sure() -> str:
    return _("📨 Yes, tell everybody")


def course(name: str) -> str:
    return shorten(f"🎓 {name}", LABEL)
