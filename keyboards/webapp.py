"""Buttons that open the Mini App over the chat. Where people cannot reach it, there are none."""

from aiogram.types import WebAppInfo

from bot.texts import webapp_buttons as labels
from domain.campus import Campus
from keyboards.layout import Button, Row


def to_scanner(campus: Campus, lesson_id: int | None = None) -> Row:
    """Of the passes of those who come to that lesson; without one, whichever the person runs now.
    Who runs none scans the code of the room."""
    page = "scan" if lesson_id is None else f"scan/{lesson_id}"
    return _opening(campus, labels.scan(), page)


def to_pass(campus: Campus) -> Row:
    """One's own, which renews itself."""
    return _opening(campus, labels.my_pass(), "pass")


def _opening(campus: Campus, label: str, page: str) -> Row:
    if not campus.app_url:
        return []
    button: Button = (label, WebAppInfo(url=f"{campus.app_url}#/{page}"))
    return [button]
