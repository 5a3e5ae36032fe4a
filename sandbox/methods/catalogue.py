"""Which methods there are."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import methods
from aiogram.methods import TelegramMethod

from sandbox.methods import (
    answering,
    copying,
    deleting,
    editing,
    media,
    menus,
    naming,
    receiving,
    sending,
)
from sandbox.methods.calls import Call

Run = Callable[[Call[Any]], Awaitable[Any]]


@dataclass(frozen=True)
class Known:
    name: str
    method: type[TelegramMethod[Any]]
    run: Run


RUNS: tuple[Run, ...] = (
    answering.answer_callback_query,
    answering.answer_inline_query,
    answering.answer_web_app_query,
    copying.copy_message,
    copying.forward_message,
    deleting.delete_message,
    deleting.delete_messages,
    deleting.pin_chat_message,
    deleting.unpin_all_chat_messages,
    deleting.unpin_chat_message,
    editing.edit_message_caption,
    editing.edit_message_media,
    editing.edit_message_reply_markup,
    editing.edit_message_text,
    media.send_animation,
    media.send_audio,
    media.send_document,
    media.send_media_group,
    media.send_photo,
    media.send_video,
    media.send_voice,
    menus.delete_my_commands,
    menus.get_chat_menu_button,
    menus.get_my_commands,
    menus.set_chat_menu_button,
    menus.set_my_commands,
    naming.get_chat,
    naming.get_me,
    naming.get_my_description,
    naming.get_my_name,
    naming.get_my_short_description,
    naming.set_my_description,
    naming.set_my_name,
    naming.set_my_short_description,
    receiving.delete_webhook,
    receiving.get_file,
    receiving.get_updates,
    receiving.get_webhook_info,
    receiving.set_webhook,
    sending.send_chat_action,
    sending.send_message,
)


def known(run: Run) -> Known:
    """A function's name in Python says which method it is."""
    name = "".join(part.title() for part in run.__name__.split("_"))
    method: type[TelegramMethod[Any]] = getattr(methods, name)
    return Known(method.__api_method__, method, run)


METHODS = {it.name.lower(): it for it in map(known, RUNS)}
"""Telegram does not mind upper and lower case."""
