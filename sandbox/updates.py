"""Updates that the bot has not confirmed yet, and how it asks for them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox import ids
from sandbox.clock import Clock
from sandbox.people import Json
from sandbox.rules.refusals import TAKEN_OVER, Refusal

UPDATES_PER_SECOND = 1_000
BATCH = 100
LONGEST_POLL_SECONDS = 50

LIVES_SECONDS = {"callback_query": 150, "inline_query": 30}
MESSAGE_LIVES_SECONDS = 24 * 3600

ONLY_IF_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}

Key = tuple[str, int]


@dataclass(frozen=True)
class Update:
    update_id: int
    kind: str
    queue: Key
    """Of one queue, only one is on its way at a time: a chat's messages, a person's presses."""
    body: Json
    expires_at: float

    def as_json(self) -> Json:
        return {"update_id": self.update_id, self.kind: self.body}


class Inbox:
    def __init__(self, clock: Clock) -> None:
        self.waiting: dict[int, Update] = {}
        """By id, the oldest first."""
        self.allowed: list[str] = []
        """Kinds that the bot asked for; empty: Telegram's own choice."""
        self._clock = clock
        self._ids = ids.counting(clock.now(), UPDATES_PER_SECOND)
        self._long_poll: asyncio.Future[None] | None = None

    def put(self, kind: str, person_id: int, body: Json) -> Update | None:
        """None for a kind that the bot does not want to hear of."""
        if not self.is_wanted(kind):
            return None
        queue = ("person" if kind == "callback_query" else "chat", person_id)
        expires_at = self._clock.now() + LIVES_SECONDS.get(kind, MESSAGE_LIVES_SECONDS)
        update = Update(next(self._ids), kind, queue, body, expires_at)
        self.waiting[update.update_id] = update
        if self._long_poll is not None and not self._long_poll.done():
            self._long_poll.set_result(None)
        return update

    def is_wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ONLY_IF_ASKED

    def confirm(self, update_ids: Iterable[int]) -> None:
        for update_id in list(update_ids):
            self.waiting.pop(update_id, None)

    def forget_expired(self) -> None:
        now = self._clock.now()
        self.confirm(it.update_id for it in self.waiting.values() if it.expires_at <= now)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """To ask from an offset on is to confirm what is before it. The last who asks is right."""
        self.hang_up(TAKEN_OVER)
        self.forget_expired()
        first = offset if offset >= 0 else self._from_the_end(-offset)
        self.confirm(update_id for update_id in self.waiting if update_id < first)
        if not self.waiting:
            await self._wait(min(seconds, LONGEST_POLL_SECONDS))
        return [update.as_json() for update in list(self.waiting.values())[:limit]]

    def hang_up(self, why: str) -> None:
        if self._long_poll is not None and not self._long_poll.done():
            self._long_poll.set_exception(Refusal(why, 409))

    def close(self) -> None:
        """Who waits is told that there is nothing."""
        if self._long_poll is not None and not self._long_poll.done():
            self._long_poll.set_result(None)

    def _from_the_end(self, count: int) -> int:
        last = list(self.waiting)[-count:]
        return last[0] if last else 0

    async def _wait(self, seconds: float) -> None:
        news = self._long_poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await news
        except TimeoutError:
            return
