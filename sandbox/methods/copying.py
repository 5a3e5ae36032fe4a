"""Messages sent once more."""

from typing import Any

from aiogram.methods import CopyMessage, ForwardMessage

from sandbox.messages import Message
from sandbox.methods import composing
from sandbox.methods.calls import Call, find, known
from sandbox.methods.sending import send
from sandbox.people import Json
from sandbox.rules.kinds import CAPTIONED
from sandbox.rules.refusals import ensure


async def copy_message(call: Call[CopyMessage]) -> Json:
    chat, message = call.chat(), original(call, "copy")
    ensure(message.kind != "service", "the message can't be copied")
    content = message.content
    if "caption" in call.given and message.kind in CAPTIONED:
        content = composing.recaptioned(content, call.given)
    return {"message_id": send(call, chat, content)["message_id"]}


async def forward_message(call: Call[ForwardMessage]) -> Json:
    chat, message = call.chat(), original(call, "forward")
    is_free = message.kind != "service" and "has_protected_content" not in message.extras
    ensure(is_free, "the message can't be forwarded")
    return send(call, chat, message.content, {"forward_origin": origin(message)})


def original(call: Call[Any], purpose: str) -> Message:
    source = known(call.world, call.given.get("from_chat_id"))
    return find(source, call.method.message_id, purpose)


def origin(message: Message) -> Json:
    before: Json | None = message.extras.get("forward_origin")
    return before or {"type": "user", "date": message.date, "sender_user": message.sender}
