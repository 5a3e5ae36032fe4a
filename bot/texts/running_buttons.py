"""Labels of the buttons with which courses are run, copied and deleted."""

from collections.abc import Mapping
from datetime import date, timedelta

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.buttons import LABEL
from bot.texts.editing_buttons import day
from bot.texts.say import N_, shorten
from db.models import CourseStatus

STEPS: dict[tuple[CourseStatus, CourseStatus], str] = {
    (CourseStatus.DRAFT, CourseStatus.PUBLISHED): N_("🚀 Publish"),
    (CourseStatus.DRAFT, CourseStatus.ARCHIVED): N_("📦 Archive"),
    (CourseStatus.PUBLISHED, CourseStatus.FINISHED): N_("🏁 Finish"),
    (CourseStatus.PUBLISHED, CourseStatus.ARCHIVED): N_("📦 Archive"),
    (CourseStatus.FINISHED, CourseStatus.PUBLISHED): N_("Open again"),
    (CourseStatus.FINISHED, CourseStatus.ARCHIVED): N_("📦 Archive"),
    (CourseStatus.ARCHIVED, CourseStatus.FINISHED): N_("Out of the archive"),
}
SURELY: Mapping[CourseStatus, str] = {
    CourseStatus.PUBLISHED: N_("🚀 Yes, publish"),
    CourseStatus.FINISHED: N_("Yes, it is over"),
    CourseStatus.ARCHIVED: N_("Yes, archive"),
}


def run() -> str:
    return _("⚙️ Manage")


def to_hub() -> str:
    return _("⬅️ To managing")


def edit() -> str:
    return _("✏️ Edit")


def schedule() -> str:
    return _("🗓 Schedule")


def lessons() -> str:
    return _("📋 Lessons")


def people() -> str:
    return _("🙋 People")


def numbers() -> str:
    return _("📊 Numbers")


def step(before: CourseStatus, after: CourseStatus) -> str:
    return _(STEPS[before, after])


def surely(before: CourseStatus, after: CourseStatus) -> str:
    if before is CourseStatus.ARCHIVED:
        return _("Yes, take it out")
    if before is CourseStatus.FINISHED and after is CourseStatus.PUBLISHED:
        return _("Yes, open it")
    return _(SURELY[after])


def not_now() -> str:
    return _("No, not now")


def delete() -> str:
    return _("🗑 Delete")


def delete_on() -> str:
    return _("Delete…")


def delete_for_sure() -> str:
    return _("Yes, delete for good")


def keep() -> str:
    return _("No, keep the course")


def copy() -> str:
    return _("📄 Copy")


def copy_to(it: date, source: date | None) -> str:
    """With how much later that is."""
    if source is None:
        return day(it)
    return weeks_later((it - source) // timedelta(weeks=1), it)


def weeks_later(count: int, it: date) -> str:
    later = ngettext("in {count} week", "in {count} weeks", count).format(count=count)
    return f"{day(it)} ({later})"


def taught() -> str:
    return _("🧑‍🏫 I run")


def taught_course(number: int, name: str) -> str:
    return shorten(f"{number}. {name}", LABEL)
