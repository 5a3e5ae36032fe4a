"""A bot that listens for updates, and answers as a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.sandbox.telegram import Json


@dataclass
class Hook:
    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Statuses and headers of the next ones; then all is well."""
    heard: list[Json] = field(default_factory=list)
    headers: list[str | None] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """Nothing is answered while it is closed."""
    most_at_once: int = 0
    _now: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def texts(self) -> list[str]:
        return [it["message"]["text"] for it in self.heard if "message" in it]

    async def heard_all(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                self._news.clear()
                await self._news.wait()

    async def listen(self, request: web.Request) -> web.Response:
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        self.heard.append(await request.json())
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self._news.set()
        await self.gate.wait()
        self._now -= 1
        status, headers = self.answers.pop(0) if self.answers else (200, {})
        return web.Response(status=status, headers=headers)


@asynccontextmanager
async def hook() -> AsyncIterator[Hook]:
    listening = Hook()
    listening.gate.set()
    app = web.Application()
    app.router.add_post("/hook", listening.listen)
    async with TestServer(app) as server:
        listening.url = str(server.make_url("/hook"))
        try:
            yield listening
        finally:
            listening.gate.set()
