"""Updates that the bot has not confirmed yet: given to who polls, or brought to a webhook."""

import asyncio
from collections import Counter
from typing import Any

from tests.botapi.refusals import Refusal

RawUpdate = dict[str, Any]

BATCH = 100

TAKEN_OVER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is "
    "running"
)
HAS_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete "
    "the webhook first"
)


class Incoming:
    def __init__(self) -> None:
        self.waiting: dict[int, RawUpdate] = {}
        """By id, the oldest first."""
        self.brought: Counter[int] = Counter()
        """How often each was given to the bot."""
        self._long_poll: asyncio.Future[None] | None = None

    def brought_again(self) -> int:
        return sum(times > 1 for times in self.brought.values())

    def put(self, update: RawUpdate) -> None:
        self.waiting[update["update_id"]] = update
        if self._long_poll is not None and not self._long_poll.done():
            self._long_poll.set_result(None)

    def confirm(self, update_id: int) -> None:
        self.waiting.pop(update_id, None)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[RawUpdate]:
        """To ask from an offset on is to confirm what is before it. The last who asks is right."""
        self.hang_up()
        for update_id in [it for it in self.waiting if it < offset]:
            self.confirm(update_id)
        if not self.waiting:
            await self._wait(seconds)
        batch = list(self.waiting.values())[: min(limit, BATCH)]
        self.brought.update(update["update_id"] for update in batch)
        return batch

    def hang_up(self, why: str = TAKEN_OVER) -> None:
        if self._long_poll is not None and not self._long_poll.done():
            self._long_poll.set_exception(Refusal(why, 409))

    async def _wait(self, seconds: float) -> None:
        news = self._long_poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await news
        except TimeoutError:
            return
