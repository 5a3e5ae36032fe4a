import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

PRIVATE_SECONDS = 1.0
GROUP_SECONDS = 60 / 20
"""Telegram takes one message a second in a chat, and twenty a minute in a group."""


@dataclass
class Turns:
    """Of one chat."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Chats:
    """Which chats have something in hand, or must be left alone for a moment."""

    def __init__(
        self,
        *,
        time: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._time = time
        self._sleep = sleep
        self._turns: dict[int, Turns] = {}
        self._in_hand: Counter[int] = Counter()

    def resting(self) -> Sequence[int]:
        """Chats for which nothing else should be taken in hand."""
        now = self._time()
        for chat_id in [it for it, turns in self._turns.items() if turns.free_at <= now]:
            if chat_id not in self._in_hand:
                del self._turns[chat_id]
        return list(self._turns)

    def take(self, chat_id: int | None) -> None:
        """Something for it is in hand, until it is put down. None: for nobody who has one."""
        if chat_id is None:
            return
        self._turns.setdefault(chat_id, Turns())
        self._in_hand[chat_id] += 1

    def put_down(self, chat_id: int | None) -> None:
        if chat_id is None:
            return
        self._in_hand[chat_id] -= 1
        if not self._in_hand[chat_id]:
            del self._in_hand[chat_id]

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """To send what is in hand, alone and not too soon after what was sent before.

        The pause begins with the answer: when the message came there before it, nobody knows.
        """
        turns = self._turns[chat_id]
        async with turns.lock:
            await self._sleep(max(0.0, turns.free_at - self._time()))
            try:
                yield
            finally:
                pause = PRIVATE_SECONDS if chat_id > 0 else GROUP_SECONDS
                turns.free_at = self._time() + pause
