"""The program under test, as a supervisor runs it."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from aiohttp import ClientError, ClientSession
from aiohttp.test_utils import unused_port

from config import Settings
from domain.tokens import Kind, Signer
from program.receiving import derive
from tests.botapi.chats import BOT_ID, BOT_NAME
from tests.botapi.server import TOKEN
from tests.botapi.waiting import PATIENCE_SECONDS
from tests.places import public_directory

MAIN = Path(__file__).parents[2] / "main.py"
SECRET_KEY = "a key that only the tests know"

STOP_SECONDS = 10
"""Supervisors kill after that."""

SETTINGS = {name.upper() for name in Settings.model_fields}


@dataclass
class Program:
    process: Process
    place: Path
    port: int

    @property
    def said(self) -> str:
        return (self.place / "stdout").read_text()

    @property
    def logged(self) -> str:
        return (self.place / "stderr").read_text()

    async def get(self, path: str) -> int | None:
        """The status; none where nobody listens."""
        url = f"http://127.0.0.1:{self.port}{path}"
        with suppress(ClientError):
            async with ClientSession() as http, http.get(url) as answer:
                return answer.status
        return None

    async def until(self, path: str) -> None:
        """Wait until it answers that all is well."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await self.get(path) != HTTPStatus.OK:
                assert self.process.returncode is None, self.logged
                await asyncio.sleep(0.05)

    async def end(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait for its end; the exit status."""
        return await asyncio.wait_for(self.process.wait(), seconds)

    async def stop(self) -> int:
        self.process.terminate()
        return await self.end(STOP_SECONDS)

    async def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@asynccontextmanager
async def running(*arguments: str, **settings: object) -> AsyncIterator[Program]:
    """Start it with these settings, named as in Python, and no others; at the end none is left."""
    port = int(str(settings.get("port") or unused_port()))
    with public_directory() as place:
        given = {"port": port, "data_dir": place / "data"} | settings
        program = Program(await start(arguments, environment(given), place), place, port)
        try:
            yield program
        finally:
            await program.kill()


async def outcome(*arguments: str, **settings: object) -> tuple[int, str, str]:
    """Exit status, what it said, what it said of errors."""
    async with running(*arguments, **settings) as program:
        return await program.end(), program.said, program.logged


def for_telegram(api_url: str, database_url: str, **settings: object) -> dict[str, object]:
    """What `run` needs to serve the people of that Telegram."""
    needed = {"bot_token": TOKEN, "telegram_api_url": api_url, "database_url": database_url}
    return {"secret_key": SECRET_KEY, "default_language": "en", **needed, **settings}


def course_link(public_id: int) -> str:
    """What somebody's Telegram writes for them who follow a course's link."""
    signer = Signer([derive(SECRET_KEY.encode(), "codes")], bot_id=BOT_ID, bot_name=BOT_NAME)
    return f"/start {signer.sign(Kind.COURSE_LINK, public_id)}"


async def start(arguments: tuple[str, ...], env: dict[str, str], place: Path) -> Process:
    # In another directory, where no .env of the developer's is.
    with (place / "stdout").open("wb") as stdout, (place / "stderr").open("wb") as stderr:
        command = (sys.executable, str(MAIN), *arguments)
        return await asyncio.create_subprocess_exec(
            *command, cwd=place, env=env, stdout=stdout, stderr=stderr
        )


def environment(given: dict[str, object]) -> dict[str, str]:
    # Without compiled modules, each start would cost seconds more.
    left_out = SETTINGS | {"PYTHONDONTWRITEBYTECODE"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    return inherited | as_environment(given)


def as_environment(settings: dict[str, object]) -> dict[str, str]:
    return {name.upper(): str(value) for name, value in settings.items()}
