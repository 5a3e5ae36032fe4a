"""Labels of the buttons with which courses are made and edited."""

from datetime import date, tzinfo

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.buttons import LABEL
from bot.texts.changes import told
from bot.texts.course import AUDIENCES
from bot.texts.say import N_, shorten
from db.models import Course
from domain.details import plain
from domain.fields import FLAGS, YES, CourseField

FIELDS: dict[CourseField, str] = {
    CourseField.NAME: N_("✏️ Name"),
    CourseField.DESCRIPTION: N_("📝 Description"),
    CourseField.FIRST_DAY: N_("First day"),
    CourseField.LAST_DAY: N_("Last day"),
    CourseField.PLACE: N_("📍 Place"),
    CourseField.LINK: N_("🔗 Link"),
    CourseField.SEATS: N_("👥 Seats"),
    CourseField.ENROLL_UNTIL: N_("Enrollment until"),
    CourseField.LEAVE_UNTIL: N_("Leaving until"),
    CourseField.ANNOUNCE: N_("📣 Announcement"),
    CourseField.ACCESS: N_("Seen by"),
    CourseField.POINTS: N_("⭐ Points for a visit"),
    CourseField.OPENS_BEFORE: N_("Check-in before, min"),
    CourseField.LATE_AFTER: N_("Late after, min"),
    CourseField.COMPLETION: N_("To attend, %"),
    CourseField.MISIS: N_("From MISIS"),
    CourseField.RENEWING: N_("Renewing personal codes only"),
    CourseField.NAMES: N_("Names on the screen"),
}
EMPTY: dict[CourseField, str] = {
    CourseField.SEATS: N_("No limit"),
    CourseField.ENROLL_UNTIL: N_("No deadline"),
    CourseField.LEAVE_UNTIL: N_("No deadline"),
    CourseField.ANNOUNCE: N_("No announcement"),
}
"""What leaving it empty means, where it means more than that."""

DAYS = {CourseField.FIRST_DAY, CourseField.LAST_DAY}


def new_course() -> str:
    return _("🆕 New course")


def to_editing() -> str:
    return _("⬅️ To editing")


def more() -> str:
    return _("More settings ➡️")


def main() -> str:
    return _("⬅️ Main settings")


def field(course: Course, which: CourseField, tz: tzinfo, limit: int = LABEL) -> str:
    """With its present value."""
    return shorten(f"{_(FIELDS[which])}: {value(course, which, tz)}", limit)


def without_value(which: CourseField) -> str:
    return _(FIELDS[which])


def name_of(which: CourseField) -> str:
    """Without the sign before it."""
    label = _(FIELDS[which])
    return label if label[0].isalpha() else label.partition(" ")[2]


def value(course: Course, which: CourseField, tz: tzinfo) -> str:
    it = getattr(course, which.value)
    match which:
        case CourseField.DESCRIPTION:
            return _("there is one") if it.strip() else _("none yet")
        case _other if isinstance(it, date) and which in DAYS:
            return day(it)
        case _other:
            return told(which.value, plain(it), tz)


def banner(*, is_there: bool) -> str:
    told_so = _("there is one") if is_there else _("none yet")
    return _("🖼 Cover: {value}").format(value=told_so)


def picture() -> str:
    return _("🖼 Cover")


def schedule(rules: int) -> str:
    count = ngettext("{count} line", "{count} lines", rules).format(count=rules)
    return _("🗓 Schedule: {value}").format(value=count if rules else _("none yet"))


def choice(which: CourseField, words: str) -> str:
    """Of what need not be typed."""
    if which is CourseField.ACCESS:
        return _(AUDIENCES[words]).capitalize()
    if which in FLAGS:
        return (_("yes") if words == YES else _("no")).capitalize()
    if which is CourseField.COMPLETION:
        return f"{words} %"
    if which in {CourseField.OPENS_BEFORE, CourseField.LATE_AFTER}:
        return _("{count} min").format(count=words)
    return words if words.isdecimal() else day(date.fromisoformat(words))


def weeks(count: int, last: date) -> str:
    """Of how long a course would be."""
    long = ngettext("{count} week", "{count} weeks", count).format(count=count)
    return f"{long}: {day(last)}"


def day(it: date) -> str:
    """As people write it themselves."""
    return f"{it.day}.{it.month:02}.{it.year}"


def clear(which: CourseField) -> str:
    return _(EMPTY[which]) if which in EMPTY else _("Clear")


def write_mine() -> str:
    return _("Save mine anyway")


def keep_theirs() -> str:
    return _("Leave it as it is")


def write_anew() -> str:
    return _("Write it again")
