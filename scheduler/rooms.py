import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.utils.i18n import I18n

from bot.replies import Screen
from bot.screens import Screens
from db.session import DatabaseAway, Transaction
from domain import live_rooms
from domain.campus import Campus
from domain.clock import Clock
from domain.live_rooms import Due
from domain.tokens import Signer
from keyboards import room_screens

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
        self._quiet_until = datetime.min.replace(tzinfo=UTC)

    async def renew(self) -> None:
        """Those whose moment has come."""
        now = self._clock()
        if now < self._quiet_until:
            return
        async with self._transaction() as session:
            due = await live_rooms.due(session, self._campus, limit=IN_A_TICK, now=now)
        async with asyncio.TaskGroup() as calls:
            for it in due:
                calls.create_task(self._renew_safely(it))

    async def _renew_safely(self, it: Due) -> None:
        """One message must not hold up the others."""
        try:
            async with self._places:
                await self._renew(it)
        except TelegramRetryAfter as flood:
            self._wait(timedelta(seconds=flood.retry_after))
        except (
            TelegramNetworkError,
            TelegramServerError,
            ClientDecodeError,
            DatabaseAway,
        ) as away:
            logger.warning("a room code has to wait: %r", away)
            self._wait(AWAY)
        except Exception:
            # It would fail each second.
            logger.exception("a room code cannot be renewed")
            await self._forget(it)

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

    async def _forget(self, it: Due) -> None:
        async with self._transaction() as session:
            await live_rooms.forget(session, it.shown.chat_id, it.shown.message_id)

    def _wait(self, span: timedelta) -> None:
        self._quiet_until = max(self._quiet_until, self._clock() + span)
