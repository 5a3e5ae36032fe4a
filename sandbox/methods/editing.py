"""Messages of the bot, changed in place."""

from typing import Any

from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)

from sandbox.chats import Chat
from sandbox.messages import Message, kind_of
from sandbox.methods import composing
from sandbox.methods.calls import Call, find
from sandbox.people import Json
from sandbox.rules import albums
from sandbox.rules.kinds import CAPTIONED, REPLACEABLE
from sandbox.rules.refusals import NOT_MODIFIED, ensure


async def edit_message_text(call: Call[EditMessageText]) -> Json:
    content = composing.text(call.given)
    chat, message = target(call)
    ensure("text" in message.content, "there is no text in the message to edit")
    return change(call, chat, message, content)


async def edit_message_caption(call: Call[EditMessageCaption]) -> Json:
    chat, message = target(call)
    ensure(message.kind in CAPTIONED, "there is no caption in the message to edit")
    content = composing.recaptioned(message.content, call.given)
    return change(call, chat, message, content)


async def edit_message_media(call: Call[EditMessageMedia]) -> Json:
    """Since Bot API 10 a text may become media, but never the other way."""
    albums.check_types(call.given["media"])
    content = await composing.input_media(call, call.given["media"])
    chat, message = target(call)
    ensure(message.kind in {"text", *REPLACEABLE}, "message media can't be edited")
    if "media_group_id" in message.extras:
        albums.check_change(message.kind, kind_of(content))
    return change(call, chat, message, content)


async def edit_message_reply_markup(call: Call[EditMessageReplyMarkup]) -> Json:
    chat, message = target(call)
    return change(call, chat, message, message.content)


def target(call: Call[Any]) -> tuple[Chat, Message]:
    ensure(not call.given.get("inline_message_id"), "MESSAGE_ID_INVALID")
    chat = call.chat()
    message = find(chat, call.method.message_id, "edit")
    is_ours = not message.outgoing and "forward_origin" not in message.extras
    may_change = message.kind in {"text", *CAPTIONED}
    has_place = message.markup is None or message.keyboard
    ensure(is_ours and may_change and has_place, "message can't be edited")
    return chat, message


def change(call: Call[Any], chat: Chat, message: Message, content: Json) -> Json:
    """A keyboard that is not given again is gone."""
    keyboard = composing.keyboard(call, is_edit=True)
    ensure((content, keyboard) != (message.content, message.markup), NOT_MODIFIED)
    message.content, message.markup = content, keyboard
    call.world.changed(chat, message)
    return message.as_json()
