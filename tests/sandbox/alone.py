"""The sandbox as a process of its own: `python -m tests.sandbox.alone PORT PEOPLE`."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from sandbox.people import NewPerson
from sandbox.running import serve
from sandbox.world import World
from tests.botapi.program import MAIN, environment
from tests.sandbox.telegram import BOT_NAME, TOKEN


@dataclass
class Alone:
    process: Process
    url: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    async def ask(self, path: str, verb: str = "GET", /, **body: object) -> Any:
        """What the page, a test or a bot asks; JSON."""
        asked: dict[str, Any] = {"method": verb, "url": self.url + path, "json": body or None}
        async with ClientSession() as http, http.request(**asked) as answer:
            return await answer.json()

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def running(*, people: int = 1, port: int = 0) -> AsyncIterator[Alone]:
    command = (sys.executable, "-m", __name__, str(port), str(people))
    process = await asyncio.create_subprocess_exec(
        *command, cwd=MAIN.parent, env=environment({}), stdout=PIPE
    )
    assert process.stdout is not None
    alone = Alone(process, (await process.stdout.readline()).decode().strip())
    try:
        yield alone
    finally:
        await alone.kill()


def name(person: int) -> str:
    return f"Человек {person}"


async def stand(port: int, people: int) -> None:
    """Where everybody has just written."""
    everybody = [NewPerson(it, name(it), started=True) for it in range(1, people + 1)]
    world = World(TOKEN, BOT_NAME, everybody)
    for chat in world.chats:
        chat.wrote_at = world.now
    print((await serve(world, port=port)).url, flush=True)  # noqa: T201 - to the other process
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(stand(*map(int, sys.argv[1:])))
