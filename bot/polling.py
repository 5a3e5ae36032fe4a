import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import TelegramMethod

from bot.intake import Intake, RawUpdate
from db.session import DatabaseAway

logger = logging.getLogger(__name__)

LONG_POLL_SECONDS = 30
PAUSE_SECONDS = 1
ANSWER_SECONDS = 3
"""For an answer, beyond the time that Telegram was asked to wait."""
MAX_LANES = 16


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with the answer left as it is: one unreadable update must not spoil its batch."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    allowed_updates: Sequence[str]


class Polling:
    """Asks for the next updates only when all of the last ones are handled.

    To ask is to confirm: what was not handled when we died, Telegram brings again. It starts
    paused: of several processes only the leader polls.
    """

    def __init__(self, bot: Bot, intake: Intake) -> None:
        self._bot = bot
        self._intake = intake
        self._allowed_updates: Sequence[str] = []
        self._offset: int | None = None
        self._handled: set[int] = set()
        self._lanes = asyncio.Semaphore(MAX_LANES)
        self._may_run = asyncio.Event()
        self._must_pause = asyncio.Event()

    def resume(self) -> None:
        self._must_pause.clear()
        self._may_run.set()

    def pause(self) -> None:
        self._may_run.clear()
        self._must_pause.set()

    async def run(self, stop: asyncio.Event, allowed_updates: Sequence[str]) -> None:
        self._allowed_updates = allowed_updates
        while not stop.is_set():
            try:
                await until_any(stop, self._may_run)
                if not stop.is_set():
                    await self._next_batch(stop)
            except (AiogramError, DatabaseAway) as error:
                logger.warning("no updates for a moment: %r", error)
                await until_any(stop, seconds=PAUSE_SECONDS)
        await self._confirm()

    async def _next_batch(self, stop: asyncio.Event) -> None:
        batch = await self._fetch(stop)
        await self._handle(batch)
        if batch:
            self._offset = batch[-1]["update_id"] + 1
            self._handled.clear()

    async def _fetch(self, stop: asyncio.Event) -> list[RawUpdate]:
        """Wait for updates, or for the end. A long poll that is left loses nothing."""
        fetching = asyncio.ensure_future(self._get_updates())
        try:
            await until_any(stop, self._must_pause, fetching)
            return fetching.result() if fetching.done() else []
        finally:
            fetching.cancel()

    async def _get_updates(self, seconds: int = LONG_POLL_SECONDS) -> list[RawUpdate]:
        method = GetRawUpdates(
            offset=self._offset, timeout=seconds, allowed_updates=self._allowed_updates
        )
        return await self._bot(method, request_timeout=seconds + ANSWER_SECONDS)

    async def _confirm(self) -> None:
        """The last batch is handled: the next process need not look at it again."""
        if self._offset is not None:
            with suppress(AiogramError):
                await self._get_updates(0)

    async def _handle(self, batch: Sequence[RawUpdate]) -> None:
        """In order within a chat, at once across chats, to the end even where one fails."""
        lanes: dict[int, list[RawUpdate]] = defaultdict(list)
        for update in batch:
            lanes[lane_of(update)].append(update)
        ends = await asyncio.gather(*map(self._drive, lanes.values()), return_exceptions=True)
        for end in ends:
            if end is not None:
                raise end

    async def _drive(self, lane: Sequence[RawUpdate]) -> None:
        async with self._lanes:
            for update in lane:
                if update["update_id"] not in self._handled:
                    await self._intake(update)
                    # It may come again beside one that was not: its answer need not.
                    self._handled.add(update["update_id"])


def lane_of(update: RawUpdate) -> int:
    """By person, which in private chats is the chat; with nobody behind it, a lane of its own."""
    for event in update.values():
        match event:
            case {"from": {"id": int(person_id)}}:
                return person_id
    return -int(update["update_id"])


async def until_any(
    *those: "asyncio.Event | asyncio.Future[Any]", seconds: float | None = None
) -> None:
    """Wait until one of the events has happened, or the time is over."""
    waits = [
        asyncio.ensure_future(it.wait()) if isinstance(it, asyncio.Event) else it for it in those
    ]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait, it in zip(waits, those, strict=True):
            if wait is not it:
                wait.cancel()
