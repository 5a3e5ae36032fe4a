from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp.test_utils import unused_port

from db.session import Transaction
from proofs.crowd import Crowd
from tests.botapi import program
from tests.botapi.databases import connected
from tests.botapi.program import Program, for_telegram
from tests.botapi.server import BotApi
from tests.factories import Factory

Tell = Callable[[str, object], None]
"""Adds a figure to the table at the end: what it is, and how much."""


@dataclass(frozen=True)
class Scene:
    """A Telegram, a database with all tables and nothing in them, and a place for figures."""

    telegram: BotApi
    api_url: str
    database_url: str
    tell: Tell

    def database(self) -> AbstractAsyncContextManager[Transaction]:
        return connected(self.database_url)

    @asynccontextmanager
    async def running(self, updates: str = "polling", *, name: str = "") -> AsyncIterator[Program]:
        """One process, once it is ready. Its calls to Telegram can be told by the name."""
        async with program.running("run", **self.settings(updates, name)) as bot:
            await bot.until("/readyz")
            yield bot

    @asynccontextmanager
    async def replicas(self, count: int, updates: str) -> AsyncIterator[None]:
        """Several equal processes, for webhooks behind a balancer."""
        async with AsyncExitStack() as lives:
            bots = [await lives.enter_async_context(self.running(updates)) for _ in range(count)]
            self.telegram.pushing.replicas = [f"http://127.0.0.1:{bot.port}" for bot in bots]
            yield

    async def crowd(self, *, size: int, seed: int) -> Crowd:
        """Half of them are known already. There is a course that soon is full, one with room, and
        one for all."""
        seats = {"Physics": 5, "Drawing": 20, "Chess": None}
        async with self.database() as transaction:
            make = Factory(transaction)
            courses = [await make.course(name=name, capacity=seats[name]) for name in seats]
            crowd = Crowd(self.telegram, courses, size=size, seed=seed)
            for visitor in crowd.visitors[::2]:
                await make.user(telegram_id=visitor.person.id)
                visitor.is_known = True
        return crowd

    def settings(self, updates: str = "polling", name: str = "") -> dict[str, object]:
        port = unused_port()
        known = {"updates": updates, "port": port, "public_url": f"http://127.0.0.1:{port}"}
        return for_telegram(f"{self.api_url}/{name}", self.database_url, **known)
