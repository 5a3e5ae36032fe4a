import asyncio
import logging
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import CallbackQuery, Message, Update

from bot.following import Following, chat_of
from bot.replies import Alert, Banner, Nothing, Reply, Screen
from bot.screens import Screens
from bot.texts import errors as texts
from db.session import DatabaseAway, Transaction
from domain import deliveries
from domain.clock import Clock

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Spawn(Protocol):
    """Starts a task that is waited for before the process ends."""

    def __call__(self, work: Coroutine[Any, Any, T], /) -> asyncio.Task[T]: ...


PATIENCE_SECONDS = 2
"""How long the next updates wait for a screen. Its work is committed anyway."""

AWAY_SECONDS = 3
"""The pause before what Telegram did not take is offered again."""

LATE_SECONDS = 20
"""Longer than any call lasts: whatever is still out has ended by then, one way or another."""

Event = Message | CallbackQuery


class Showing:
    """Shows what an update led to, once its work is committed.

    What Telegram would not take now is owed, so that nobody is left without an answer.
    """

    def __init__(
        self, screens: Screens, *, transaction: Transaction, clock: Clock, spawn: Spawn
    ) -> None:
        self._screens = screens
        self._following = Following(screens, transaction)
        self._transaction = transaction
        self._clock = clock
        self._spawn = spawn

    async def show(self, update: Update, reply: Reply) -> None:
        """Return when it is shown, or owed: then nothing is lost if this process ends."""
        event = update.event
        if not isinstance(event, Message | CallbackQuery):
            return
        showing = self._spawn(self._show_safely(update, event, reply))
        _, late = await asyncio.wait({showing}, timeout=PATIENCE_SECONDS)
        if late:
            await self._owe_safely(update, event, reply, seconds=LATE_SECONDS)
            self._spawn(self._settle(update, event, showing))

    async def _show_safely(self, update: Update, event: Event, reply: Reply) -> bool:
        """Whether it has been shown."""
        try:
            message_id = await self._screens.show(event, reply)
            await self._following.note(event, reply, message_id)
        except TelegramRetryAfter as flood:
            await self._owe_safely(update, event, reply, seconds=flood.retry_after)
        except TelegramForbiddenError:
            logger.info("update %d: the person has blocked the bot meanwhile", update.update_id)
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
            logger.warning("update %d: its screen has to wait: %s", update.update_id, error)
            await self._owe_safely(update, event, reply, seconds=AWAY_SECONDS)
        except Exception:
            # The work is committed: whatever happens now must not bring the update back.
            logger.exception("update %d is done, but its screen cannot be shown", update.update_id)
            await self._apologize(update, event)
        else:
            return True
        return False

    async def _apologize(self, update: Update, event: Event) -> None:
        """In place of a screen that is broken."""
        apology = Screen(texts.unexpected(code_of(update)))
        await self._owe_safely(update, event, apology, seconds=0)

    async def _settle(self, update: Update, event: Event, showing: asyncio.Task[bool]) -> None:
        """What was shown after all is not owed any more."""
        if await showing:
            try:
                async with self._transaction() as session:
                    await deliveries.forgive_screen(session, key=key_of(update, event))
            except DatabaseAway as error:
                logger.warning("update %d may be answered twice: %r", update.update_id, error)

    async def _owe_safely(
        self, update: Update, event: Event, reply: Reply, *, seconds: int
    ) -> None:
        if isinstance(reply, Nothing):
            return
        if isinstance(reply, Screen):
            reply = reply.instead or reply
        owed = deliveries.screen(
            chat_of(event),
            key=key_of(update, event),
            due_at=self._clock() + timedelta(seconds=seconds),
            **as_payload(reply),
        )
        try:
            async with self._transaction() as session:
                await deliveries.owe(session, [owed])
        except Exception:
            logger.exception("update %d is done, but its screen is lost", update.update_id)


def code_of(update: Update) -> str:
    """What a person can tell us, and we find in the log."""
    return f"{update.update_id:X}"


def key_of(update: Update, event: Event) -> str:
    """Each bot numbers its own updates."""
    assert event.bot is not None
    return f"{event.bot.id}:{update.update_id}"


def as_payload(reply: Screen | Alert) -> dict[str, Any]:
    """The screen as JSON. Of a picture that is not in the database only the text is kept."""
    if isinstance(reply, Alert):
        return {"text": reply.text}
    keyboard = reply.keyboard.model_dump(exclude_none=True) if reply.keyboard else None
    banner_id = reply.photo.id if isinstance(reply.photo, Banner) else None
    return {"text": reply.text, "keyboard": keyboard, "banner_id": banner_id}
