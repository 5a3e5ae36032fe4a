"""Labels of the buttons with which people ask, and those who run a course answer."""

from aiogram.utils.i18n import gettext as _

from bot.texts.buttons import LABEL
from bot.texts.say import shorten


def ask() -> str:
    return _("💬 Ask the hosts")


def ask_again() -> str:
    return _("💬 Ask again")


def mine() -> str:
    return _("💬 My questions")


def to_mine() -> str:
    return _("⬅️ To my questions")


def withdraw() -> str:
    return _("Take the question back")


def questions(waiting: int) -> str:
    label = _("💬 Questions")
    return f"{label} · {waiting}" if waiting else label


def to_questions() -> str:
    return _("⬅️ To the questions")


def to_question() -> str:
    return _("⬅️ To the question")


def answer() -> str:
    return _("✍️ Answer")


def close() -> str:
    return _("Close without an answer")


def close_for_sure() -> str:
    return _("Yes, close it")


def keep_open() -> str:
    return _("No, keep it open")


def named(number: int, name: str) -> str:
    """A question of a list: by the course, or by whoever asked."""
    return shorten(f"{number}. {name}", LABEL)
