"""Labels of buttons. Telegram shows them as they are, so they are plain text, not HTML."""

from aiogram.utils.i18n import gettext as _
from aiogram.utils.i18n import ngettext

from bot.texts.say import N_, shorten
from db.models import Role, StaffPart
from domain.courses import Choice

LABEL = 48
"""What a phone shows of a label as wide as the chat."""

CHOICES: dict[Choice, str] = {
    Choice.ALL: N_("All"),
    Choice.CAN_JOIN: N_("Can join"),
    Choice.MISIS: N_("MISIS"),
    Choice.MINE: N_("Mine"),
}

ROLES_OF_LINKS: dict[Role, str] = {Role.HOST: N_("Host"), Role.ADMIN: N_("Admin")}
PARTS: dict[StaffPart, str] = {
    StaffPart.MANAGER: N_("Manager"),
    StaffPart.HOST: N_("Host"),
    StaffPart.ASSISTANT: N_("Assistant"),
}


def home() -> str:
    return _("🏠 Menu")


def courses() -> str:
    return _("📚 Courses")


def my_courses() -> str:
    return _("🎓 My courses")


def help_() -> str:
    return _("❓ Help")


def privacy() -> str:
    return _("🔒 Personal data")


def course(number: int, name: str) -> str:
    return shorten(f"{number}. {name}", LABEL)


def choice(which: Choice, *, is_current: bool) -> str:
    label = _(CHOICES[which])
    return f"• {label}" if is_current else label


def previous_page() -> str:
    return "⬅️"


def next_page() -> str:
    return "➡️"


def page(number: int, count: int) -> str:
    return _("{number} of {count}").format(number=number, count=count)


def search() -> str:
    return _("🔎 Search")


def clear_search() -> str:
    return _("✖️ Clear the search")


def enroll() -> str:
    return _("✅ Enroll")


def queue() -> str:
    return _("⏳ Join the queue")


def leave() -> str:
    return _("Leave the course")


def leave_queue() -> str:
    return _("Leave the queue")


def leave_for_sure() -> str:
    return _("Yes, leave")


def stay() -> str:
    return _("No, stay")


def to_course() -> str:
    return _("To the course")


def back_to_course() -> str:
    return _("⬅️ To the course")


def to_list() -> str:
    return _("⬅️ To the list")


def poster() -> str:
    return _("🖨️ Poster with a QR code")


def whole_description() -> str:
    return _("📖 Whole description")


def online() -> str:
    return _("🔗 Join online")


def agree() -> str:
    return _("✅ I agree")


def read_privacy() -> str:
    return _("📄 Read it in full")


def not_now() -> str:
    return _("Not now")


def this_is_me(name: str) -> str:
    return shorten(name, LABEL)


def skip() -> str:
    return _("Skip")


def my_data() -> str:
    return _("📦 A file with my data")


def withdraw() -> str:
    return _("Withdraw consent and erase my data")


def forget_me() -> str:
    return _("Yes, erase my data")


def keep_me() -> str:
    return _("No, keep my data")


def accept() -> str:
    return _("✅ Accept")


def taught(name: str) -> str:
    return shorten(f"\u25b6\ufe0f {name}", LABEL)


def links() -> str:
    return _("🔗 Links")


def open_links() -> str:
    return _("🔗 Open links")


def to_links() -> str:
    return _("⬅️ To the links")


def new_link() -> str:
    return _("✉️ New link")


def link(number: int, purpose: str) -> str:
    return shorten(f"{number}. {purpose}", LABEL)


def role_of_link(role: Role) -> str:
    return _(ROLES_OF_LINKS[role])


def part(which: StaffPart) -> str:
    return _(PARTS[which])


def days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)


def revoke() -> str:
    return _("Take the link back")


def revoke_for_sure() -> str:
    return _("Yes, take it back")


def keep_link() -> str:
    return _("No, keep it")


def team() -> str:
    return _("👥 Team")


def to_team() -> str:
    return _("⬅️ To the team")


def invite() -> str:
    return _("✉️ Invite")


def member(name: str) -> str:
    return shorten(name, LABEL)


def remove_member() -> str:
    return _("Yes, take off the team")


def keep_member() -> str:
    return _("No, leave it as it is")


def leave_team() -> str:
    return _("Leave the team")


def leave_team_for_sure() -> str:
    return _("Yes, leave the team")


def stay_on_team() -> str:
    return _("No, stay on the team")
