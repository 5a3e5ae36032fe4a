"""Updates brought to the bot: one of a queue at a time, again until they are taken.

The pauses are those of the open Bot API server (`WebhookActor::on_update_error`).
"""

import asyncio
import random
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http import HTTPStatus

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.background import Background
from sandbox.clock import Clock
from sandbox.people import Json
from sandbox.updates import Inbox, Key, Update

HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 40
ANSWER_SECONDS = 60
LONGEST_PAUSE_SECONDS = (60, 120)
LONGEST_RETRY_AFTER_SECONDS = 3600


@dataclass(frozen=True)
class Address:
    """Where a bot listens."""

    url: str = ""
    secret: str = ""
    max_connections: int = CONNECTIONS


@dataclass
class Attempts:
    """At one update."""

    failed: int = 0
    pause: float = 1

    def next_pause(self, retry_after: float) -> float:
        """The first time at once, then doubled."""
        if retry_after > 0:
            seconds = min(retry_after, LONGEST_RETRY_AFTER_SECONDS)
        elif self.failed == 0:
            seconds = 0
        else:
            longest = random.uniform(*LONGEST_PAUSE_SECONDS)  # noqa: S311 - no secret
            seconds = self.pause = min(longest, self.pause * 2)
        self.failed += 1
        return seconds


@dataclass
class LastError:
    date: int = 0
    message: str = ""


@dataclass
class Queue:
    updates: deque[Update] = field(default_factory=deque)
    driver: asyncio.Task[None] | None = None


class Webhook:
    def __init__(self, inbox: Inbox, clock: Clock, background: Background) -> None:
        self.address = Address()
        self.last_error = LastError()
        self._inbox = inbox
        self._clock = clock
        self._background = background
        self._queues: dict[Key, Queue] = defaultdict(Queue)
        self._places = asyncio.Semaphore(CONNECTIONS)
        self._http: ClientSession | None = None

    def move(self, address: Address) -> None:
        """What waits is brought to the new one."""
        for queue in self._queues.values():
            if queue.driver is not None:
                queue.driver.cancel()
        self._queues.clear()
        self.address = address
        self._places = asyncio.Semaphore(address.max_connections)
        for update in self._inbox.waiting.values():
            self.bring(update)

    def bring(self, update: Update) -> None:
        if not self.address.url:
            return
        queue = self._queues[update.queue]
        queue.updates.append(update)
        if queue.driver is None or queue.driver.done():
            queue.driver = self._background.start(self._drive(queue))

    async def close(self) -> None:
        if self._http is not None:
            await self._http.close()

    async def _drive(self, queue: Queue) -> None:
        while queue.updates:
            await self._deliver(queue.updates[0])
            queue.updates.popleft()

    async def _deliver(self, update: Update) -> None:
        attempts = Attempts()
        while self._is_awaited(update):
            async with self._places:
                retry_after = await self._offer(update)
            if retry_after is None:
                self._inbox.confirm([update.update_id])
                return
            await self._clock.sleep(attempts.next_pause(retry_after))
        self._inbox.confirm([update.update_id])

    def _is_awaited(self, update: Update) -> bool:
        return update.update_id in self._inbox.waiting and self._clock.now() < update.expires_at

    async def _offer(self, update: Update) -> float | None:
        """None if it was taken, else what `Retry-After` asked for."""
        if self._http is None:
            self._http = ClientSession(timeout=ClientTimeout(total=ANSWER_SECONDS))
        headers = {HEADER: self.address.secret} if self.address.secret else {}
        try:
            async with self._http.post(
                self.address.url, json=update.as_json(), headers=headers, allow_redirects=False
            ) as answer:
                if answer.status // 100 == HTTPStatus.OK // 100:
                    return None
                self._fail(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return seconds(answer.headers.get("Retry-After"))
        except TimeoutError:
            self._fail("Read timeout expired")
        except ClientError:
            self._fail("Connection refused")
        return 0

    def _fail(self, why: str) -> None:
        self.last_error = LastError(int(self._clock.now()), why)

    def as_json(self) -> Json:
        known: Json = {"url": self.address.url, "has_custom_certificate": False}
        known["pending_update_count"] = len(self._inbox.waiting)
        if self.address.url:
            known["max_connections"] = self.address.max_connections
        if self.last_error.message and self.address.url:
            known["last_error_date"] = self.last_error.date
            known["last_error_message"] = self.last_error.message
        return known | ({"allowed_updates": self._inbox.allowed} if self._inbox.allowed else {})


def seconds(asked: str | None) -> float:
    return float(asked) if asked and asked.isdecimal() else 0
