"""Messages of the bot, changed in place."""

from typing import Any

from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
)

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.methods import composing
from sandbox.methods.calls import Call, find
from sandbox.people import Json
from sandbox.rules.refusals import NOT_MODIFIED, ensure


async def edit_message_text(call: Call[EditMessageText]) -> Json:
    content = composing.text(call.given)
    chat, message = target(call)
    ensure("text" in message.content, "there is no text in the message to edit")
    return change(call, chat, message, content)


async def edit_message_caption(call: Call[EditMessageCaption]) -> Json:
    chat, message = target(call)
    ensure(message.kind != "text", "there is no caption in the message to edit")
    content = composing.recaptioned(message.content, call.given)
    return change(call, chat, message, content)


async def edit_message_media(call: Call[EditMessageMedia]) -> Json:
    """Since Bot API 10 a text may become media, but never the other way."""
    content = await composing.input_media(call, call.given["media"])
    chat, message = target(call)
    may_change = "media_group_id" not in message.extras
    is_same = message.kind == call.given["media"]["type"]
    ensure(may_change or is_same, "can't change media type in the album")
    return change(call, chat, message, content)


async def edit_message_reply_markup(call: Call[EditMessageReplyMarkup]) -> Json:
    chat, message = target(call)
    return change(call, chat, message, message.content)


def target(call: Call[Any]) -> tuple[Chat, Message]:
    ensure(not call.given.get("inline_message_id"), "MESSAGE_ID_INVALID")
    chat = call.chat()
    message = find(chat, call.method.message_id, "edit")
    is_ours = not message.outgoing and "forward_origin" not in message.extras
    ensure(is_ours and (message.markup is None or message.keyboard), "message can't be edited")
    return chat, message


def change(call: Call[Any], chat: Chat, message: Message, content: Json) -> Json:
    """A keyboard that is not given again is gone."""
    keyboard = composing.keyboard(call, is_edit=True)
    ensure((content, keyboard) != (message.content, message.markup), NOT_MODIFIED)
    message.content, message.markup = content, keyboard
    call.world.changed(chat, message)
    return message.as_json()
