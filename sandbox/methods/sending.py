"""Messages of the bot."""

from typing import Any

from aiogram.methods import SendChatAction, SendMessage

from sandbox import views
from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.methods import composing
from sandbox.methods.calls import Call
from sandbox.people import Json
from sandbox.rules.refusals import Refusal, ensure

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


async def send_message(call: Call[SendMessage]) -> Json:
    chat = call.chat()
    return send(call, chat, composing.text(call.given))


async def send_chat_action(call: Call[SendChatAction]) -> bool:
    chat = call.chat()
    ensure(call.method.action in ACTIONS, "wrong parameter action in request")
    call.world.journal.publish("action", views.happened(chat, action=call.method.action))
    return True


def send(call: Call[Any], chat: Chat, content: Json, kept: Json | None = None) -> Json:
    """One message, with what the call says beside the content."""
    keyboard = composing.keyboard(call)
    kept = extras(call, chat) | (kept or {})
    take_turn(call, chat, 1)
    return post(call, chat, content, keyboard, kept).as_json()


def post(
    call: Call[Any],
    chat: Chat,
    content: Json,
    markup: Json | None = None,
    extras: Json | None = None,
) -> Message:
    message = chat.compose(call.world.profile.as_user, call.world.now, content)
    message.markup, message.extras = markup, extras or {}
    return call.world.post(chat, message)


def take_turn(call: Call[Any], chat: Chat, count: int) -> None:
    call.world.flood.take(chat.id, chat.wrote_at, call.world.now, count)


def extras(call: Call[Any], chat: Chat) -> Json:
    protected = call.given.get("protect_content")
    return replied(call, chat) | ({"has_protected_content": True} if protected else {})


def replied(call: Call[Any], chat: Chat) -> Json:
    match call.given:
        case {"reply_parameters": {"message_id": message_id, **rest}}:
            may_lack = rest.get("allow_sending_without_reply")
        case {"reply_to_message_id": message_id}:
            may_lack = call.given.get("allow_sending_without_reply")
        case _:
            return {}
    message = chat.messages.get(int(message_id))
    if message is None and not may_lack:
        raise Refusal("message to be replied not found")
    return {"reply_to_message": told(message)} if message else {}


def told(message: Message) -> Json:
    """Of what a message replies to in turn, Telegram says nothing."""
    return {name: it for name, it in message.as_json().items() if name != "reply_to_message"}
