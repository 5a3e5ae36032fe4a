import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import CallbackQuery, Message, Update

from bot.replies import Alert, Banner, Nothing, Reply, Screen
from bot.screens import Screens
from db.session import Transaction
from domain import deliveries
from domain.clock import Clock

logger = logging.getLogger(__name__)

Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]

PATIENCE_SECONDS = 2
"""How long the next updates wait for a screen. Its work is committed anyway."""

AWAY_SECONDS = 3
"""The pause before what Telegram did not take is offered again."""


class Showing:
    """Shows what an update led to, once its work is committed.

    What Telegram would not take now is owed, so that nobody is left without an answer.
    """

    def __init__(
        self, screens: Screens, *, transaction: Transaction, clock: Clock, spawn: Spawn
    ) -> None:
        self._screens = screens
        self._transaction = transaction
        self._clock = clock
        self._spawn = spawn

    async def show(self, update: Update, reply: Reply) -> None:
        """Return when it is shown, or has taken long enough: then it goes on by itself."""
        if isinstance(update.event, Message | CallbackQuery):
            showing = self._spawn(self._show_safely(update, update.event, reply))
            await asyncio.wait({showing}, timeout=PATIENCE_SECONDS)

    async def _show_safely(
        self, update: Update, event: Message | CallbackQuery, reply: Reply
    ) -> None:
        try:
            await self._show(update, event, reply)
        except Exception:
            # The work is committed: whatever happens now must not bring the update back.
            logger.exception("update %d is done, but its screen was not shown", update.update_id)

    async def _show(self, update: Update, event: Message | CallbackQuery, reply: Reply) -> None:
        try:
            await self._screens.show(event, reply)
        except TelegramRetryAfter as flood:
            await self._owe(update, event, reply, seconds=flood.retry_after)
        except TelegramForbiddenError:
            logger.info("update %d: the person has blocked the bot meanwhile", update.update_id)
        except (TelegramNetworkError, TelegramServerError) as error:
            logger.warning("update %d: its screen has to wait: %s", update.update_id, error)
            await self._owe(update, event, reply, seconds=AWAY_SECONDS)

    async def _owe(
        self, update: Update, event: Message | CallbackQuery, reply: Reply, *, seconds: int
    ) -> None:
        if isinstance(reply, Nothing):
            return
        bot = event.bot
        assert bot is not None
        owed = deliveries.screen(
            chat_of(event),
            key=f"{bot.id}:{update.update_id}",
            due_at=self._clock() + timedelta(seconds=seconds),
            **as_payload(reply),
        )
        async with self._transaction() as session:
            await deliveries.owe(session, [owed])


def chat_of(event: Message | CallbackQuery) -> int:
    message = event if isinstance(event, Message) else event.message
    return message.chat.id if message else event.from_user.id  # type: ignore[union-attr]


def as_payload(reply: Screen | Alert) -> dict[str, Any]:
    """The screen as JSON. Of a picture that is not in the database only the text is kept."""
    if isinstance(reply, Alert):
        return {"text": reply.text}
    keyboard = reply.keyboard.model_dump(exclude_none=True) if reply.keyboard else None
    banner_id = reply.photo.id if isinstance(reply.photo, Banner) else None
    return {"text": reply.text, "keyboard": keyboard, "banner_id": banner_id}
