"""Why a mark is corrected: what is said so often that it is a button. It is kept in the words of
whoever pressed it, and told to the person."""

from enum import StrEnum

from aiogram.utils.i18n import gettext as _

from bot.texts.say import N_
from db.models import AttendanceStatus


class Excuse(StrEnum):
    """By a letter, for buttons."""

    MISTAKE = "m"
    CAME_LATER = "l"
    NO_PHONE = "p"
    LEFT = "g"
    ILL = "i"
    SAID_SO = "s"


WORDS: dict[Excuse, str] = {
    Excuse.MISTAKE: N_("To fix a mistake"),
    Excuse.CAME_LATER: N_("Came later"),
    Excuse.NO_PHONE: N_("Could not check in by phone"),
    Excuse.LEFT: N_("Left before the end"),
    Excuse.ILL: N_("Was ill, brought a certificate"),
    Excuse.SAID_SO: N_("Told us beforehand"),
}

OFFERED: dict[AttendanceStatus, tuple[Excuse, ...]] = {
    AttendanceStatus.PRESENT: (Excuse.MISTAKE, Excuse.NO_PHONE),
    AttendanceStatus.LATE: (Excuse.MISTAKE, Excuse.CAME_LATER),
    AttendanceStatus.ABSENT: (Excuse.MISTAKE, Excuse.LEFT),
    AttendanceStatus.EXCUSED: (Excuse.ILL, Excuse.SAID_SO, Excuse.MISTAKE),
}


def words(why: Excuse) -> str:
    return _(WORDS[why])
