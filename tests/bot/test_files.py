"""Files that people send, fetched over HTTP as from Telegram."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiogram import Bot
from aiohttp import web

from bot import files as module
from bot.factory import create_bot
from bot.files import MEGABYTE, Sent, TelegramFiles
from bot.session import create_session
from domain.errors import FileNotFetched, FileTooBig, PictureFileTooBig

TOKEN = "42:TEST"


class Server:
    """A Bot API that has one file, and hands it over in its own way."""

    def __init__(self) -> None:
        self.content = b"a file"
        self.status = 200
        self.asked: list[str] = []
        self.sent = 0

    async def get_file(self, request: web.Request) -> web.Response:
        known = {"file_id": "f", "file_unique_id": "1", "file_path": "photos/file_1.jpg"}
        return web.json_response({"ok": True, "result": known})

    async def download(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        response = web.StreamResponse(status=self.status)
        await response.prepare(request)
        for start in range(0, len(self.content), MEGABYTE):
            await response.write(self.content[start : start + MEGABYTE])
            self.sent += MEGABYTE
        return response


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
async def url(server: Server) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", server.get_file)
    app.router.add_get("/file/bot{token}/{path:.+}", server.download)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert runner.addresses
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def bots() -> AsyncIterator[Any]:
    async with AsyncExitStack() as open_bots:

        def bot(url: str, *proxies: str) -> Bot:
            made = create_bot(TOKEN, create_session(url, proxies))
            open_bots.push_async_callback(made.session.close)
            return made

        yield bot


async def test_file_is_fetched_and_read_from_its_beginning(
    server: Server, url: str, bots: Any
) -> None:
    with await TelegramFiles(bots(url)).fetch(Sent("f", 6), megabytes=1) as file:
        assert file.read() == b"a file"

    assert server.asked == ["/file/bot42:TEST/photos/file_1.jpg"]


async def test_file_that_is_said_to_be_too_big_is_not_asked_for(
    server: Server, url: str, bots: Any
) -> None:
    with pytest.raises(PictureFileTooBig):
        await TelegramFiles(bots(url)).fetch(
            Sent("f", 2 * MEGABYTE), megabytes=1, too_big=PictureFileTooBig
        )

    assert server.asked == []


async def test_file_that_turns_out_too_big_is_not_read_to_its_end(
    server: Server, url: str, bots: Any
) -> None:
    server.content = bytes(200 * MEGABYTE)

    with pytest.raises(FileTooBig):
        await TelegramFiles(bots(url)).fetch(Sent("f", 6), megabytes=1)

    assert server.sent < 100 * MEGABYTE


@pytest.mark.parametrize("status", [404, 500, 502])
async def test_refusal_is_a_sentence_and_tells_no_token(
    server: Server, url: str, bots: Any, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    server.status = status

    with pytest.raises(FileNotFetched) as refusal:
        await TelegramFiles(bots(url)).fetch(Sent("f", 6), megabytes=1)

    assert refusal.value.__cause__ is None
    assert caplog.records
    assert TOKEN not in caplog.text


async def test_nobody_there_is_a_sentence(bots: Any) -> None:
    with pytest.raises(FileNotFetched):
        await TelegramFiles(bots("http://127.0.0.1:9")).fetch(Sent("f", 6), megabytes=1)


async def test_files_come_through_the_proxy_too(server: Server, url: str, bots: Any) -> None:
    with pytest.raises(FileNotFetched):
        await TelegramFiles(bots(url, "socks5://127.0.0.1:9")).fetch(Sent("f", 6), megabytes=1)

    assert server.asked == []


async def test_file_that_never_comes_is_not_waited_for(
    server: Server, url: str, bots: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0)

    with pytest.raises(FileNotFetched):
        await TelegramFiles(bots(url)).fetch(Sent("f", 6), megabytes=1)
