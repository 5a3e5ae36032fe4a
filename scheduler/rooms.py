import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.utils.i18n import I18n

from bot.replies import Screen
from bot.screens import Screens
from bot.texts import room as texts
from db.session import DatabaseAway, Transaction
from domain import live_rooms
from domain.campus import Campus
from domain.clock import Clock
from domain.live_rooms import Due
from domain.tokens import Signer
from keyboards import room_pages as keyboards
from keyboards import room_screens
from scheduler.patience import Key, Patience

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""Calls: the sender and the answers to people need the rest."""

IN_A_TICK = 16
"""Forty rooms at once show the newest code within some five seconds."""

AWAY = timedelta(seconds=3)
"""The pause before what Telegram did not take is tried again."""

GONE = (TelegramBadRequest, TelegramForbiddenError)
"""The message was deleted, or the bot blocked: nobody sees it."""


class LiveRooms:
    """Renews the room codes in chats. All it knows is in the database, so any leader goes on."""

    def __init__(
        self,
        screens: Screens,
        *,
        transaction: Transaction,
        clock: Clock,
        campus: Campus,
        i18n: I18n,
        signer: Callable[[], Signer],
    ) -> None:
        self._screens = screens
        self._transaction = transaction
        self._clock = clock
        self._campus = campus
        self._i18n = i18n
        self._signer = signer
        self._places = asyncio.Semaphore(AT_ONCE)
        self._patience = Patience()

    async def renew(self) -> None:
        """Those whose moment has come."""
        now = self._clock()
        if self._patience.is_needed(now):
            return
        without = self._patience.chats(now)
        async with self._transaction() as session:
            due = await live_rooms.due(session, self._campus, without, limit=IN_A_TICK, now=now)
        async with asyncio.TaskGroup() as calls:
            for it in due:
                calls.create_task(self._renew_safely(it))

    async def _renew_safely(self, it: Due) -> None:
        """One message must not hold up the others."""
        try:
            async with self._places:
                await self._renew(it)
        except TelegramRetryAfter as flood:
            until = self._clock() + timedelta(seconds=flood.retry_after)
            self._patience.for_chat(it.shown.chat_id, until)
        except (
            TelegramNetworkError,
            TelegramServerError,
            ClientDecodeError,
            DatabaseAway,
        ) as away:
            logger.warning("a room code has to wait: %r", away)
            self._patience.for_all(self._clock() + AWAY)
        except Exception:
            logger.exception("a room code cannot be renewed")
            if self._patience.is_over(key_of(it), self._clock() + AWAY):
                await self._give_up(it)
        else:
            self._patience.succeeded(key_of(it))

    async def _renew(self, it: Due) -> None:
        now = self._clock()
        screen = await self._draw(it, now)
        if screen is None:
            await self._screens.remove(it.shown.chat_id, it.shown.message_id)
            await self._forget(it)
        elif screen.live is None:
            await self._end(it, now)
        else:
            await self._show(it, screen, screen.live.step)

    async def _draw(self, it: Due, now: datetime) -> Screen | None:
        """None: it is not theirs to see any more."""
        async with self._transaction() as session:
            seen = await live_rooms.look(session, it, self._signer(), now=now)
        if seen is None:
            return None
        with self._i18n.context(), self._i18n.use_locale(it.actor.language):
            return await room_screens.screen(seen, it.actor, self._campus, now)

    async def _show(self, it: Due, screen: Screen, step: int) -> None:
        try:
            await self._screens.renew(it.shown.chat_id, it.shown.message_id, screen)
        except GONE as error:
            logger.info("a room code is not shown any more: %s", error)
            await self._forget(it)
            return
        async with self._transaction() as session:
            await live_rooms.renewed(session, it.shown, step=step)

    async def _end(self, it: Due, now: datetime) -> None:
        """Taken down first: what is lost between is done once more, and what is owed is owed
        once."""
        await self._screens.remove(it.shown.chat_id, it.shown.message_id)
        async with self._transaction() as session:
            await live_rooms.end(session, it.shown, now=now)

    async def _give_up(self, it: Due) -> None:
        """The room must not go on looking at a code that is dead without being told."""
        await self._forget(it)
        self._patience.forget(key_of(it))
        with self._i18n.context(), self._i18n.use_locale(it.actor.language):
            screen = Screen(texts.stopped(), keyboards.stopped(it.shown.lesson_id))
        try:
            await self._screens.caption(it.shown.chat_id, it.shown.message_id, screen)
        except TelegramAPIError as error:
            logger.warning("nor can that be said: %r", error)

    async def _forget(self, it: Due) -> None:
        async with self._transaction() as session:
            await live_rooms.forget(session, it.shown.chat_id, it.shown.message_id)


def key_of(it: Due) -> Key:
    return it.shown.chat_id, it.shown.message_id
