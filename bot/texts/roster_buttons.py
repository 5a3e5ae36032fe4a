"""Labels of the buttons of the people of a course, and of what is done to them there."""

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.say import N_, shorten
from db.models import EnrollmentStatus

STATUSES: dict[EnrollmentStatus | None, str] = {
    None: N_("Everybody"),
    EnrollmentStatus.REGISTERED: N_("On the course"),
    EnrollmentStatus.WAITLISTED: N_("Waiting"),
    EnrollmentStatus.COMPLETED: N_("Completed"),
    EnrollmentStatus.EXPELLED: N_("Taken off"),
}


def roster() -> str:
    return _("🧑‍🎓 People of the course")


def numbers() -> str:
    return _("📊 Numbers")


def file(kind: str) -> str:
    return _("📄 {kind}").format(kind=kind.upper())


def bring() -> str:
    return _("✍️ Enroll somebody")


def status(which: EnrollmentStatus | None, *, is_current: bool) -> str:
    label = _(STATUSES[which])
    return f"• {label}" if is_current else label


def person(number: int, name: str) -> str:
    return shorten(f"{number}. {name}", LABEL)


def expel() -> str:
    return _("Take off the course")


def take_out() -> str:
    return _("Take out of the queue")


def yes_expel() -> str:
    return _("Yes, give a reason")


def complete() -> str:
    return _("🎓 Mark as completed")


def reopen() -> str:
    return _("Undo the completion")


def move() -> str:
    return _("↕️ Number in the queue")


def admit() -> str:
    return _("✅ Give a seat now")


def take_back() -> str:
    return _("↩️ Take back onto the course")


def yes_take_back() -> str:
    return _("Yes, take them back")


def first() -> str:
    return _("⏫ First")


def higher() -> str:
    return _("🔼 Higher")


def lower() -> str:
    return _("🔽 Lower")


def last() -> str:
    return _("⏬ Last")


def another_place() -> str:
    return _("Another number")


def to_card() -> str:
    return _("⬅️ To the card")


def yes_enroll() -> str:
    return _("Yes, enroll them")


def yes_queue() -> str:
    return _("Yes, into the queue")


def another_person() -> str:
    return _("🔎 Somebody else")


def qr() -> str:
    return _("🖨️ QR code")


def taker(name: str) -> str:
    return shorten(name, LABEL)


def hand_over() -> str:
    return _("🤝 Hand over")


def hand_over_and_stay() -> str:
    return _("Hand over and stay as a host")


def hand_over_and_leave() -> str:
    return _("Hand over and leave the team")


def profile() -> str:
    return _("👤 Profile")
