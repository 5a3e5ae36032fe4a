"""What people are told whom the staff have marked."""

from datetime import datetime, tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.check_in import points, when
from bot.texts.say import N_, paragraphs, say, shorten
from db.models import AttendanceStatus
from domain.told_marks import Place, ToldMark

COURSE, REASON = 200, 300

NEW: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("✅ You are marked: <b>{course}</b>, {start}."),
    AttendanceStatus.LATE: N_("🕒 You are marked as late: <b>{course}</b>, {start}."),
    AttendanceStatus.ABSENT: N_("✖️ You are marked as absent: <b>{course}</b>, {start}."),
    AttendanceStatus.EXCUSED: N_("📝 Your absence is excused: <b>{course}</b>, {start}."),
}
CHANGED: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("✅ Your mark was changed: present. <b>{course}</b>, {start}."),
    AttendanceStatus.LATE: N_("🕒 Your mark was changed: late. <b>{course}</b>, {start}."),
    AttendanceStatus.ABSENT: N_("✖️ Your mark was changed: absent. <b>{course}</b>, {start}."),
    AttendanceStatus.EXCUSED: N_("📝 Your mark was changed: excused. <b>{course}</b>, {start}."),
}


def new(it: ToldMark, now: datetime, tz: tzinfo) -> str:
    wrong = _("If that is wrong, tell the host of the lesson.")
    is_absent = it.status is AttendanceStatus.ABSENT
    return paragraphs([_told(_(NEW[it.status]), it, now, tz), wrong if is_absent else ""])


def changed(it: ToldMark, now: datetime, tz: tzinfo) -> str:
    why = say(_("Reason: {reason}"), reason=shorten(it.reason, REASON)) if it.reason else ""
    return paragraphs([_told(_(CHANGED[it.status]), it, now, tz), why])


def taken_back(it: Place, now: datetime, tz: tzinfo) -> str:
    sentence = _(
        "↩️ Your mark was taken back, with its points: <b>{course}</b>, {start}.\n\nIf you "
        "are there, ask the host to mark you again."
    )
    course, start = shorten(it.course_name, COURSE), when(it.starts_at, now, tz)
    return say(sentence, course=course, start=start)


def _told(sentence: str, it: ToldMark, now: datetime, tz: tzinfo) -> str:
    course, start = shorten(it.course_name, COURSE), when(it.starts_at, now, tz)
    told = say(sentence, course=course, start=start)
    return f"{told} {points(it.points)}" if it.points > 0 else told
