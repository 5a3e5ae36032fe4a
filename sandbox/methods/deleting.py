"""Messages taken away, and one kept above."""

from typing import Any

from aiogram.methods import (
    DeleteMessage,
    DeleteMessages,
    PinChatMessage,
    UnpinAllChatMessages,
    UnpinChatMessage,
)

from sandbox.messages import Message
from sandbox.methods.calls import Call, find, known
from sandbox.methods.sending import post, told
from sandbox.rules.refusals import ensure

DELETABLE_SECONDS = 48 * 3600
MOST_AT_ONCE = 100


async def delete_message(call: Call[DeleteMessage]) -> bool:
    chat = known(call.world, call.given.get("chat_id"))
    message = find(chat, call.method.message_id, "delete")
    ensure(is_young(call, message), "message can't be deleted for everyone")
    call.world.delete(chat, message)
    return True


async def delete_messages(call: Call[DeleteMessages]) -> bool:
    """Those that are not there are passed over."""
    chat, asked = known(call.world, call.given.get("chat_id")), call.method.message_ids
    ensure(asked, "message identifiers are not specified")
    ensure(len(asked) <= MOST_AT_ONCE, "too many message identifiers specified")
    found = [chat.messages[it] for it in dict.fromkeys(asked) if it in chat.messages]
    all_young = all(is_young(call, message) for message in found)
    ensure(all_young, "message can't be deleted for everyone")
    for message in found:
        call.world.delete(chat, message)
    return True


async def pin_chat_message(call: Call[PinChatMessage]) -> bool:
    """The chat says so; the bot hears no update of what it did itself."""
    chat = call.chat()
    message = find(chat, call.method.message_id, "pin")
    chat.pinned = message.message_id
    post(call, chat, {"pinned_message": told(message)})
    return True


async def unpin_chat_message(call: Call[UnpinChatMessage]) -> bool:
    chat = call.chat()
    is_there = chat.pinned is not None and call.method.message_id in {None, chat.pinned}
    ensure(is_there, "message to unpin not found")
    chat.pinned = None
    return True


async def unpin_all_chat_messages(call: Call[UnpinAllChatMessages]) -> bool:
    call.chat().pinned = None
    return True


def is_young(call: Call[Any], message: Message) -> bool:
    return call.world.now - message.date <= DELETABLE_SECONDS
