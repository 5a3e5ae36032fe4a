"""Labels of the buttons around check-in."""

from datetime import tzinfo

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.say import shorten
from bot.texts.times import clock
from db.queries.check_in import Sighting


def my_pass() -> str:
    return _("🎟️ My code")


def enroll_and_check_in() -> str:
    return _("✅ Enroll and check in")


def take_in() -> str:
    return _("✅ Enroll and mark")


def undo() -> str:
    return _("↩️ Undo")


def lesson(seen: Sighting, tz: tzinfo) -> str:
    """When several lessons are meant; the time tells two of one course apart."""
    return shorten(f"{clock(seen.starts_at, tz)} {seen.course_name}", LABEL)
