"""Labels around feedback."""

from aiogram.utils.i18n import gettext as _


def stars(count: int, *, is_chosen: bool = False) -> str:
    return f"✓ {count} ⭐" if is_chosen else f"{count} ⭐"


def no_comment() -> str:
    return _("Without words")


def feedback() -> str:
    return _("⭐ My feedback")


def reviews() -> str:
    return _("⭐ Feedback")


def who_came() -> str:
    return _("📋 Who came")
