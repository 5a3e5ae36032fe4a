"""A call as a method receives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aiogram.methods import TelegramMethod

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Json
from sandbox.rules.refusals import BLOCKED, Refusal, ensure
from sandbox.world import World

M = TypeVar("M", bound=TelegramMethod[Any])


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Call(Generic[M]):
    world: World
    method: M
    """As aiogram reads it."""
    given: Json
    """As it came, with JSON decoded."""
    uploads: Mapping[str, Upload]

    def chat(self) -> Chat:
        """That of the call's `chat_id`, which the bot may write to."""
        return writable(self.world, self.given.get("chat_id"))


def known(world: World, chat_id: object) -> Chat:
    ensure(chat_id not in (None, ""), "chat_id is empty")
    number = str(chat_id)
    chat = world.chats.get(int(number)) if number.isdecimal() else None
    if chat is None or not chat.is_started:
        raise Refusal("chat not found")
    return chat


def writable(world: World, chat_id: object) -> Chat:
    chat = known(world, chat_id)
    ensure(not chat.is_blocked, BLOCKED, 403)
    return chat


def find(chat: Chat, message_id: int | None, what: str) -> Message:
    message = chat.messages.get(message_id or 0)
    if message is None:
        raise Refusal(f"message to {what} not found")
    return message
