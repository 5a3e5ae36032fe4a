"""The demo, as somebody starts it in a terminal."""

import asyncio
import os
import re
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil
from aiohttp import ClientError, ClientSession
from aiohttp.test_utils import unused_port

from config import Settings
from db.embedded import find_cluster
from domain.tokens import Signer
from program.demo import BOT_ID, BOT_NAME, staged
from program.receiving import token_keys
from tests.botapi.program import MAIN, environment

START_SECONDS = 90
"""A first start makes a database, on a busy machine."""

LINGER_SECONDS = 15
LISTENING = re.compile(r"^Open (http://127\.0\.0\.1:\d+) in a browser", re.MULTILINE)


class Demo:
    """May be begun again in the same place, where its database is."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._port = unused_port()
        self._process: Process | None = None

    @property
    def said(self) -> str:
        """Since it was begun."""
        return (self._place / "said").read_text()

    @property
    def url(self) -> str:
        found = LISTENING.search(self.said)
        assert found is not None, self.said
        return found[1]

    @property
    def database(self) -> str:
        """Its address, while it runs."""
        return find_cluster(self._place / "data/demo/postgres").address

    @property
    def app(self) -> str:
        """Where the Mini App and the API are."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def signer(self) -> Signer:
        """Signs what the demo takes for its own."""
        settings = Settings(_env_file=None, data_dir=self._place / "data")
        return Signer(token_keys(staged(settings)), bot_id=BOT_ID, bot_name=BOT_NAME)

    async def begin(self, *flags: str) -> float:
        """Returns how many seconds it took until the bot was ready to answer."""
        began = time.monotonic()
        command = sys.executable, "-u", str(MAIN), "demo", *flags
        env = environment({"port": self._port, "data_dir": self._place / "data"})
        with (self._place / "said").open("wb") as said:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=self._place,
                env=env,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        async with asyncio.timeout(START_SECONDS), ClientSession() as http:
            while not await self._is_ready(http):
                assert self._process.returncode is None, self.said
                await asyncio.sleep(0.05)
        return time.monotonic() - began

    async def interrupt(self) -> tuple[int, float]:
        """Ctrl-C, which a terminal sends to all that run in it. Returns the exit status, and how
        many seconds the end took."""
        assert self._process is not None
        began = time.monotonic()
        os.killpg(self._process.pid, signal.SIGINT)
        status = await asyncio.wait_for(self._process.wait(), LINGER_SECONDS)
        return status, time.monotonic() - began

    def left_behind(self) -> list[str]:
        """What still runs for it, wherever that stands by now."""
        return [command_line(it) for it in self._working()]

    async def end(self) -> None:
        """By force where it does not go by itself."""
        if self._process is not None and self._process.returncode is None:
            with suppress(TimeoutError):
                await self.interrupt()
        for process in self._working():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def _is_ready(self, http: ClientSession) -> bool:
        with suppress(ClientError):
            async with http.get(f"http://127.0.0.1:{self._port}/readyz") as answer:
                return answer.ok
        return False

    def _working(self) -> list[psutil.Process]:
        return [it for it in psutil.process_iter() if str(self._place) in command_line(it)]


@asynccontextmanager
async def running(place: Path) -> AsyncIterator[Demo]:
    """With a new database in this place; at the end nothing of it is left."""
    demo = Demo(place)
    try:
        await demo.begin()
        yield demo
    finally:
        await demo.end()


def command_line(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""
