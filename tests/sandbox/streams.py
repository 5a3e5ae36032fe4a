"""The page's line of events."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientResponse

from tests.sandbox.telegram import Telegram


@dataclass(frozen=True)
class Told:
    id: int | None
    kind: str
    body: Any


@dataclass
class Stream:
    answer: ClientResponse
    last_id: int = 0

    async def next(self) -> Told:
        """The next that says something."""
        while True:
            lines = (await self._block()).splitlines()
            fields = dict(line.split(": ", 1) for line in lines if line[:1] not in {"", ":"})
            self.last_id = int(fields.get("id", self.last_id))
            if "event" in fields:
                event_id = self.last_id if "id" in fields else None
                return Told(event_id, fields["event"], json.loads(fields["data"]))

    async def until(self, kind: str) -> Told:
        while (told := await self.next()).kind != kind:
            pass
        return told

    async def _block(self) -> str:
        block = b""
        while not block.endswith(b"\n\n"):
            block += await self.answer.content.readline()
        return block.decode()


@asynccontextmanager
async def stream(tg: Telegram, last_id: int | None = None) -> AsyncIterator[Stream]:
    headers = {} if last_id is None else {"Last-Event-ID": str(last_id)}
    async with tg.http.get(f"{tg.url}/sandbox/events", headers=headers) as answer:
        yield Stream(answer)
