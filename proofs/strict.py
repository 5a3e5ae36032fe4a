"""A Telegram that counts, and refuses what comes too fast."""

import asyncio
import time
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from aiohttp import web

from tests.botapi.chats import Form
from tests.botapi.people import Person
from tests.botapi.refusals import Refusal
from tests.botapi.server import BotApi, Method

PER_SECOND, PER_CHAT_SECONDS = 31, 0.99
"""One is let through beyond what Telegram says; clocks of two processes differ by milliseconds."""

TALKING_SECONDS = 30
"""An answer to who wrote so lately is not bulk."""

TICK_SECONDS = 0.005

SENDING = ("sendMessage", "sendPhoto", "sendDocument")


class Told(Refusal):
    """With what Telegram says beside the words."""

    def __init__(self, description: str, code: int, **parameters: int) -> None:
        super().__init__(description, code)
        self._parameters = parameters

    def as_response(self) -> web.Response:
        body = {"ok": False, "error_code": self.code, "description": str(self)}
        return web.json_response(body | {"parameters": self._parameters}, status=self.code)


class Cut(Exception):
    """The connection is closed without a word."""


@dataclass(frozen=True)
class Arrival:
    at: float
    chat_id: int
    text: str
    is_bulk: bool
    who: str
    """The name of the process that sent it."""


class StrictBotApi(BotApi):
    def __init__(self) -> None:
        super().__init__()
        self.arrivals: list[Arrival] = []
        """Messages that were taken."""
        self.faults: dict[int, deque[str]] = defaultdict(deque)
        """What the next messages to a person meet."""
        self.floods: list[str] = []
        """What was refused because it came too fast, and why."""
        self.held_up: list[tuple[float, float]] = []
        """When this server itself stood still, and for how long: what came meanwhile is seen all
        at once."""
        self._lately: deque[float] = deque()
        self._last: dict[int, float] = {}

    def bulk(self) -> list[Arrival]:
        return [it for it in self.arrivals if it.is_bulk]

    def bunched(self, at: float) -> int:
        """How many more may be seen in the second around, because this server stood still."""
        return ceil(31 * sum(span for when, span in self.held_up if abs(at - when) <= 1))

    @asynccontextmanager
    async def running(self, port: int | None = None) -> AsyncIterator[str]:
        watching = asyncio.ensure_future(self._watch_itself())
        async with super().running(port) as url:
            yield url
        watching.cancel()

    async def _watch_itself(self) -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(TICK_SECONDS)
            late = time.monotonic() - before - TICK_SECONDS
            if late > TICK_SECONDS:
                self.held_up.append((before, late))

    def _methods(self) -> dict[str, Method]:
        methods = super()._methods()
        return methods | {name: self._strict(methods[name]) for name in SENDING}

    def _strict(self, send: Method) -> Method:
        async def strict(who: str, form: Form) -> Any:
            at, chat_id = time.monotonic(), int(form.get("chat_id", 0))
            fault = self.faults[chat_id].popleft() if self.faults.get(chat_id) else ""
            await self._refuse(fault)
            is_bulk = not is_talking(self.people.get(chat_id), at)
            if is_bulk:
                self._count(at, chat_id)
            self.arrivals.append(Arrival(at, chat_id, form.get("text", ""), is_bulk, who))
            answer = await send(who, form)
            if fault == "dropped":
                raise Cut
            return answer

        return strict

    async def _refuse(self, fault: str) -> None:
        match fault:
            case "429":
                raise Told("Too Many Requests: retry after 35", 429, retry_after=35)
            case "500":
                raise Refusal("Internal Server Error", 500)
            case "502":
                raise Refusal("Bad Gateway", 502)
            case "hang":
                await asyncio.sleep(3600)
            case "blocked":
                raise Refusal("Forbidden: bot was blocked by the user", 403)
            case "deleted":
                raise Refusal("Bad Request: chat not found")
            case kind if kind.startswith("moved:"):
                moved = {"migrate_to_chat_id": int(kind.removeprefix("moved:"))}
                raise Told("Bad Request: group chat was upgraded", 400, **moved)

    def _count(self, at: float, chat_id: int) -> None:
        while self._lately and self._lately[0] <= at - 1:
            self._lately.popleft()
        is_too_soon = at - self._last.get(chat_id, -1e9) < PER_CHAT_SECONDS
        if len(self._lately) >= PER_SECOND + self.bunched(at) or is_too_soon:
            gaps = [round(after - before, 3) for before, after in pairwise([*self._lately, at])]
            self.floods.append(f"{chat_id} after {at - self._last.get(chat_id, 0):.2f} s; {gaps}")
            raise Told("Too Many Requests: retry after 3", 429, retry_after=3)
        self._lately.append(at)
        self._last[chat_id] = at

    async def _call(self, request: web.Request) -> web.Response:
        try:
            return await super()._call(request)
        except Cut:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()


def is_talking(person: Person | None, at: float) -> bool:
    lately = person.acts[-1].done_at if person is not None and person.acts else -1e9
    return at < lately + TALKING_SECONDS


def busiest_second(at: Sequence[float]) -> int:
    """The most that there ever were within any second."""
    return max(bisect_left(at, it + 1) - place for place, it in enumerate(at))


def least_gap(arrivals: Sequence[Arrival]) -> float:
    """Between two messages to one chat."""
    by_chat: Mapping[int, list[float]] = defaultdict(list)
    for it in arrivals:
        by_chat[it.chat_id].append(it.at)
    gaps = [after - before for it in by_chat.values() for before, after in pairwise(it)]
    return min(gaps, default=float("inf"))
