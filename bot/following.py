"""Which messages go on showing a room code after they were shown once."""

import logging
from contextlib import suppress

from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, Message

from bot.replies import LiveRoom, Reply, Screen
from bot.screens import Screens
from db.session import DatabaseAway, Transaction
from domain import live_rooms
from domain.live_rooms import Shown

logger = logging.getLogger(__name__)


class Following:
    """In transactions of their own: a message has no id before it is shown, and then the update's
    is committed. What is lost here is renewed no more until somebody presses the button for it."""

    def __init__(self, screens: Screens, transaction: Transaction) -> None:
        self._screens = screens
        self._transaction = transaction

    async def note(
        self, event: Message | CallbackQuery, reply: Reply, message_id: int | None
    ) -> None:
        """What has been shown, and where."""
        if not isinstance(reply, Screen):
            return
        try:
            if reply.live is not None and message_id is not None:
                await self._follow(chat_of(event), message_id, reply.live)
            elif (left := left_by(event, reply)) is not None:
                await self._forget(chat_of(event), left)
        except DatabaseAway as error:
            logger.warning("a room code is not renewed: %r", error)

    async def _follow(self, chat_id: int, message_id: int, live: LiveRoom) -> None:
        shown = Shown(chat_id, message_id, live.user_id, live.lesson_id, live.step)
        async with self._transaction() as session:
            replaced = await live_rooms.follow(session, shown)
        for it in replaced:
            with suppress(TelegramAPIError):
                await self._screens.remove(chat_id, it)

    async def _forget(self, chat_id: int, message_id: int) -> None:
        async with self._transaction() as session:
            await live_rooms.forget(session, chat_id, message_id)


def left_by(event: Message | CallbackQuery, screen: Screen) -> int | None:
    """The message that has shown a picture until now, and shows something else instead."""
    if not isinstance(event, CallbackQuery) or screen.is_apart:
        return None
    shown = event.message if isinstance(event.message, Message) else None
    return shown.message_id if shown is not None and shown.photo else None


def chat_of(event: Message | CallbackQuery) -> int:
    message = event if isinstance(event, Message) else event.message
    return message.chat.id if message else event.from_user.id  # type: ignore[union-attr]
