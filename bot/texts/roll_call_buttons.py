"""Labels of the buttons of the people of a lesson."""

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.say import N_, shorten
from db.models import AttendanceStatus
from domain.roll import Line

NOT_YET = "▫️"
SIGNS: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: "✅",
    AttendanceStatus.LATE: "🕒",
    AttendanceStatus.ABSENT: "✖️",
    AttendanceStatus.EXCUSED: "📝",
}
PUTS: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("Present"),
    AttendanceStatus.LATE: N_("Late"),
    AttendanceStatus.ABSENT: N_("Absent"),
    AttendanceStatus.EXCUSED: N_("Excused"),
}
ALL: dict[AttendanceStatus, str] = {
    AttendanceStatus.PRESENT: N_("✅ Yes, they came"),
    AttendanceStatus.LATE: N_("🕒 Yes, they came late"),
    AttendanceStatus.ABSENT: N_("✖️ Yes, they did not come"),
}


def person(line: Line) -> str:
    sign = SIGNS[line.status] if line.status else NOT_YET
    named = " · ".join(filter(None, [line.name, line.group]))
    return shorten(f"{sign} {named}", LABEL)


def put(status: AttendanceStatus) -> str:
    return f"{SIGNS[status]} {_(PUTS[status])}"


def all_(status: AttendanceStatus) -> str:
    return _(ALL[status])


def view(name: str, *, is_current: bool) -> str:
    return f"• {name}" if is_current else name


def everybody() -> str:
    return _("Everybody")


def missing() -> str:
    return _("Missing")


def came() -> str:
    return _("Present")


def other(*, is_on: bool) -> str:
    return _("• Another mark") if is_on else _("✏️ Another mark")


def mark_all() -> str:
    return _("✅ Mark everybody")


def all_except() -> str:
    return _("✅ Everybody except…")


def others_came() -> str:
    return _("✅ The others came")


def rest() -> str:
    return _("✖️ The rest did not come")


def undo() -> str:
    return _("↩️ Take the mark back")


def undo_all() -> str:
    return _("↩️ Take it back")


def to_list() -> str:
    return _("⬅️ To the lesson's list")


def to_mark() -> str:
    return _("⬅️ To the mark")
