"""Labels of the buttons of tokens."""

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL, days
from bot.texts.say import N_, shorten
from domain.api_tokens import Lifetime, Scope

RIGHTS: dict[Scope, str] = {
    Scope.COURSES_READ: N_("courses: read"),
    Scope.COURSES_WRITE: N_("courses: change"),
    Scope.USERS_READ: N_("people: read"),
    Scope.USERS_WRITE: N_("people: change"),
    Scope.USERS_ROLES: N_("people: give roles"),
    Scope.ENROLLMENTS_READ: N_("enrollments: read"),
    Scope.ENROLLMENTS_WRITE: N_("enrollments: change"),
    Scope.ATTENDANCE_READ: N_("attendance: read"),
    Scope.ATTENDANCE_WRITE: N_("attendance: change"),
    Scope.FEEDBACK_READ: N_("feedback: read"),
    Scope.FEEDBACK_WRITE: N_("feedback: change"),
    Scope.LOGS_READ: N_("history: read"),
    Scope.ANNOUNCEMENTS_READ: N_("announcements: read"),
    Scope.ANNOUNCEMENTS_WRITE: N_("announcements: change"),
}


def tokens() -> str:
    return _("🔑 API")


def token(number: int, name: str) -> str:
    return shorten(f"{number}. {name}", LABEL)


def new_token() -> str:
    return _("🔑 New token")


def to_tokens() -> str:
    return _("⬅️ To the tokens")


def read_everything() -> str:
    return _("👁 Read everything")


def read_and_write_everything() -> str:
    return _("✏️ Read and change everything")


def choose_rights() -> str:
    return _("☑️ Choose one by one")


def right(scope: Scope, *, is_given: bool) -> str:
    return f"{'✅' if is_given else '▫️'} {_(RIGHTS[scope])}"


def rights_chosen() -> str:
    return _("➡️ That is all")


def lifetime(which: Lifetime) -> str:
    return days(which) if which else _("Without an end")


def revoke_token() -> str:
    return _("Take the token back")


def revoke_token_for_sure() -> str:
    return _("Yes, take it back")


def keep_token() -> str:
    return _("No, keep it")
