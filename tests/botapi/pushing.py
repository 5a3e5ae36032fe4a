"""Updates are brought as Telegram brings them: one at a time of a chat's messages and of a
person's taps, again until they are taken."""

import asyncio
from collections import defaultdict, deque
from itertools import cycle

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.botapi.incoming import Incoming, RawUpdate

HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40
"""Telegram's default."""

PAUSE_SECONDS = 0.5
"""Before what failed is brought again, if nothing else is asked for. Telegram's pauses start with
none and double from two seconds on."""

Key = tuple[str, int]


class Pushing:
    def __init__(self, incoming: Incoming) -> None:
        self.url: str | None = None
        self.secret = ""
        self.replicas: list[str] = []
        """Where a balancer in front of the webhook's address leads; empty: there is none."""
        self._incoming = incoming
        self._queues: dict[Key, deque[RawUpdate]] = defaultdict(deque)
        self._drivers: dict[Key, asyncio.Task[None]] = {}
        self._places = asyncio.Semaphore(CONNECTIONS)
        self._turns = cycle(range(1000))
        self._http: ClientSession | None = None

    def bring(self, update: RawUpdate) -> None:
        key = key_of(update)
        self._queues[key].append(update)
        if key not in self._drivers:
            self._drivers[key] = asyncio.ensure_future(self._drive(key))

    async def close(self) -> None:
        for driver in self._drivers.values():
            driver.cancel()
        await asyncio.gather(*self._drivers.values(), return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    async def _drive(self, key: Key) -> None:
        queue = self._queues[key]
        while queue:
            async with self._places:
                pause = await self._offer(queue[0])
            if pause is None:
                self._incoming.confirm(queue.popleft()["update_id"])
            else:
                await asyncio.sleep(pause)
        del self._drivers[key]

    async def _offer(self, update: RawUpdate) -> float | None:
        """None if it was taken, else how long to wait."""
        if self._http is None:
            self._http = ClientSession(timeout=ClientTimeout(total=60))
        headers = {HEADER: self.secret}
        self._incoming.brought[update["update_id"]] += 1
        try:
            async with self._http.post(self._target(), json=update, headers=headers) as answer:
                asked = answer.headers.get("Retry-After")
                return None if answer.ok else float(asked or PAUSE_SECONDS)
        except (ClientError, TimeoutError):
            return PAUSE_SECONDS

    def _target(self) -> str:
        assert self.url is not None
        if not self.replicas:
            return self.url
        path = self.url.split("/", 3)[3]
        return f"{self.replicas[next(self._turns) % len(self.replicas)]}/{path}"


def key_of(update: RawUpdate) -> Key:
    if "message" in update:
        return "chat", update["message"]["chat"]["id"]
    return "person", update["callback_query"]["from"]["id"]
