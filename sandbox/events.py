"""What happened, for the page: a journal that can be read from any place in it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sandbox import ids
from sandbox.people import Json

KEPT = 2_000
EVENTS_PER_SECOND = 1_000


@dataclass(frozen=True)
class Event:
    id: int
    kind: str
    body: Json | list[Json]


class Journal:
    def __init__(self, now: float) -> None:
        self._ids = ids.counting(now, EVENTS_PER_SECOND)
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._news = asyncio.Event()
        self.is_closed = False
        self.last_id = next(self._ids)

    def publish(self, kind: str, body: Json | list[Json]) -> None:
        self.last_id = next(self._ids)
        self._kept.append(Event(self.last_id, kind, body))
        self._news.set()

    def remembers(self, event_id: int) -> bool:
        """Everything after that one can still be told."""
        oldest = self._kept[0].id if self._kept else self.last_id + 1
        return oldest - 1 <= event_id <= self.last_id

    def after(self, event_id: int) -> list[Event]:
        return [event for event in self._kept if event.id > event_id]

    async def follow(self, event_id: int, patience: float) -> AsyncIterator[list[Event]]:
        """What comes after it, in batches; an empty one after so many seconds of silence.

        `reload` stands for what is forgotten.
        """
        while not self.is_closed:
            is_known = self.remembers(event_id)
            batch = self.after(event_id) if is_known else [Event(self.last_id, "reload", {})]
            if batch:
                event_id = batch[-1].id
                yield batch
            elif not await self._hears(patience):
                yield []

    async def _hears(self, patience: float) -> bool:
        self._news.clear()
        try:
            return await asyncio.wait_for(self._news.wait(), patience)
        except TimeoutError:
            return False

    def close(self) -> None:
        self.is_closed = True
        self._news.set()
