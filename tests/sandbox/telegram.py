"""A sandbox with its two kinds of users: a bot that calls it, and phones."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer
from PIL import Image
from qrcode import QRCode

from sandbox.people import NewPerson
from sandbox.server import create_app
from sandbox.serving.keys import Role
from sandbox.world import World
from tests.sandbox.hours import StandingClock

TOKEN = "42:TEST"
BOT_NAME = "kursovod_test_bot"

ANNA, BORIS, STRANGER = 1, 2, 3
PEOPLE = (
    NewPerson(
        ANNA, "Анна", "Ильина", "anna", note={"ru": "участница", "en": "participant"}, started=True
    ),
    NewPerson(BORIS, "Boris", language="en", started=True),
    NewPerson(STRANGER, "Never Came"),
)
ROLES = (Role("host", "ведущий", "host"),)

Json = dict[str, Any]


@dataclass
class Telegram:
    world: World
    clock: StandingClock
    url: str
    bot: Bot
    http: ClientSession
    newcomers: list[tuple[int, str]] = field(default_factory=list)
    """Who the hook was told of, and their role."""

    async def call(self, method: str, /, **parameters: object) -> Json:
        """As a bot that aiogram does not guard; the whole answer."""
        url = f"{self.url}/bot{TOKEN}/{method}"
        async with self.http.post(url, json=parameters) as answer:
            return answered(await answer.read())

    async def upload(self, method: str, form: FormData) -> Json:
        async with self.http.post(f"{self.url}/bot{TOKEN}/{method}", data=form) as answer:
            return answered(await answer.read())

    async def refusal(self, method: str, **parameters: object) -> str:
        answer = await self.call(method, **parameters)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def refusal_of(self, **parameters: object) -> str:
        """Of a message to Anna."""
        return await self.refusal("sendMessage", chat_id=ANNA, **parameters)

    async def said(self, text: str, **parameters: object) -> Json:
        """To Anna; the message."""
        answer = await self.call("sendMessage", chat_id=ANNA, text=text, **parameters)
        assert answer["ok"], answer
        result: Json = answer["result"]
        return result

    async def ask(self, path: str, verb: str = "GET", /, **body: object) -> Any:
        """As the page; JSON."""
        async with self.http.request(verb, self.url + path, json=body or None) as answer:
            return json.loads(await answer.read())

    async def post(self, path: str, /, **body: object) -> Any:
        return await self.ask(path, "POST", **body)

    async def say(self, person: int, text: str) -> int:
        answer = await self.post(f"/sandbox/chats/{person}/text", text=text)
        return int(answer["message_id"])

    async def press(self, person: int, message_id: int, row: int = 0, column: int = 0) -> Json:
        place = {"message_id": message_id, "row": row, "column": column}
        pressed: Json = await self.post(f"/sandbox/chats/{person}/press", **place)
        return pressed

    async def chat(self, person: int = ANNA) -> list[Json]:
        messages: list[Json] = (await self.ask(f"/sandbox/chats/{person}"))["messages"]
        return messages

    async def fail(self, kind: str, **how: object) -> None:
        await self.post("/control/faults", kind=kind, **how)


def answered(content: bytes) -> Json:
    answer: Json = json.loads(content)
    return answer


@asynccontextmanager
async def telegram(session: AiohttpSession) -> AsyncIterator[Telegram]:
    clock = StandingClock()
    world = World(TOKEN, BOT_NAME, PEOPLE, clock)
    newcomers: list[tuple[int, str]] = []

    async def on_new_person(person: NewPerson, role: str) -> None:
        newcomers.append((person.id, role))

    app = create_app(world, on_new_person=on_new_person, roles=ROLES)
    async with TestServer(app) as server, ClientSession() as http:
        url = str(server.make_url("")).rstrip("/")
        session.api = TelegramAPIServer.from_base(url)
        yield Telegram(world, clock, url, Bot(TOKEN, session=session), http, newcomers)


@asynccontextmanager
async def bot_of(url: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


def picture(width: int = 64, height: int = 64, kind: str = "PNG") -> bytes:
    Image.new("RGB", (width, height), "navy").save(content := BytesIO(), kind)
    return content.getvalue()


def qr(text: str) -> bytes:
    code = QRCode(box_size=8)
    code.add_data(text)
    code.make_image().save(content := BytesIO())
    return content.getvalue()


def photo_form(content: bytes, **fields: str) -> FormData:
    return file_form("photo", content, "photo.png", **fields)


def file_form(parameter: str, content: bytes, name: str, **fields: str) -> FormData:
    """For Anna."""
    form = FormData({"chat_id": str(ANNA), **fields})
    form.add_field(parameter, BytesIO(content), filename=name)
    return form


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while True:
            if await happened():
                return
            await asyncio.sleep(0.005)
