import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramNetworkError
from aiohttp import ClientConnectorError, ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer, unused_port

from bot.session import Ways, create_session, public_name

ME = {"ok": True, "result": {"id": 42, "is_bot": True, "first_name": "Bot"}}


class TinyTelegram:
    def __init__(self) -> None:
        self.calls = 0
        self.answer: Callable[[web.Request], Awaitable[web.Response]] = say_me
        self.is_over = asyncio.Event()

    async def call(self, request: web.Request) -> web.Response:
        self.calls += 1
        return await self.answer(request)

    async def stay_silent(self, _: web.Request) -> web.Response:
        await self.is_over.wait()
        return web.Response()


async def say_me(_: web.Request) -> web.Response:
    answer = web.json_response(ME)
    answer.force_close()
    return answer


async def hang_up(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


class TinyProxy:
    """Lets through by CONNECT, or says something else and hangs up."""

    def __init__(self, instead: bytes | None = None) -> None:
        self.visits = 0
        self.instead = instead

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        if self.instead is None:
            await tunnel(reader, writer)
        else:
            await reader.read(1)
            writer.write(self.instead)
        writer.close()


async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    target = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
    host, port = target.split(":")
    far_reader, far_writer = await asyncio.open_connection(host, int(port))
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    await asyncio.gather(pump(reader, far_writer), pump(far_reader, writer))


async def listen_only(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while chunk := await source.read(1024):
        target.write(chunk)
    target.close()


@asynccontextmanager
async def running(proxy: TinyProxy, kind: str = "http") -> AsyncIterator[str]:
    async with await asyncio.start_server(proxy.serve, "127.0.0.1", 0) as server:
        yield f"{kind}://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def bot_through(api_url: str, *proxies: str) -> AsyncIterator[Bot]:
    async with create_session(api_url, proxies) as session:
        yield Bot("42:TEST", session)


def dead(kind: str = "http") -> str:
    return f"{kind}://me:word@127.0.0.1:{unused_port()}"


@pytest.fixture
async def telegram() -> TinyTelegram:
    return TinyTelegram()


@pytest.fixture
async def api_url(telegram: TinyTelegram) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", telegram.call)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")
        telegram.is_over.set()


async def test_without_a_proxy_telegram_is_called_directly(api_url: str) -> None:
    async with bot_through(api_url) as bot:
        assert (await bot.get_me()).id == 42


@pytest.mark.parametrize("kind", ["http", "socks5", "socks4"])
async def test_the_next_proxy_is_taken_when_one_is_dead(kind: str, api_url: str) -> None:
    async with running(TinyProxy()) as alive, bot_through(api_url, dead(kind), alive) as bot:
        assert (await bot.get_me()).id == 42


@pytest.mark.parametrize("kind", ["http", "socks5", "socks4"])
@pytest.mark.parametrize(
    "instead", [b"", b"\5", b"\5\0\5\0", b"\0\xff\xff", b"HTTP/1.1 407 Who are you?\r\n\r\n"]
)
async def test_the_next_proxy_is_taken_when_one_refuses_or_talks_nonsense(
    kind: str, instead: bytes, api_url: str
) -> None:
    async with (
        running(TinyProxy(instead), kind) as broken,
        running(TinyProxy()) as alive,
        bot_through(api_url, broken, alive) as bot,
    ):
        assert (await bot.get_me()).id == 42


async def test_the_next_proxy_is_taken_when_one_is_silent(api_url: str) -> None:
    silence = await asyncio.start_server(listen_only, "127.0.0.1", 0)
    silent = f"http://127.0.0.1:{silence.sockets[0].getsockname()[1]}"
    async with silence, running(TinyProxy()) as alive:
        ways, limit = Ways([silent, alive], connect_seconds=2), ClientTimeout(total=20)
        async with ClientSession(connector=ways, timeout=limit) as http:
            answer = await http.post(f"{api_url}/bot42:TEST/getMe")

    assert answer.status == 200


async def test_the_proxy_that_worked_is_kept_until_it_fails(
    telegram: TinyTelegram, api_url: str
) -> None:
    first, second = TinyProxy(instead=b""), TinyProxy()
    async with (
        running(first) as first_url,
        running(second) as second_url,
        bot_through(api_url, first_url, second_url) as bot,
    ):
        await bot.get_me()
        await bot.get_me()
        visits = (first.visits, second.visits)
        first.instead, second.instead = None, b""
        await bot.get_me()

    assert visits == (1, 2)
    assert (first.visits, second.visits) == (2, 3)
    assert telegram.calls == 3


async def test_a_request_that_was_sent_is_not_sent_again(
    telegram: TinyTelegram, api_url: str
) -> None:
    spare = TinyProxy()
    async with (
        running(TinyProxy()) as proxy,
        running(spare) as spare_url,
        bot_through(api_url, proxy, spare_url) as bot,
    ):
        telegram.answer = hang_up
        with pytest.raises(TelegramNetworkError) as hung_up:
            await bot.get_me()
        telegram.answer = telegram.stay_silent
        with pytest.raises(TelegramNetworkError) as timed_out:
            await bot.get_me(request_timeout=1)
        telegram.is_over.set()

    assert (telegram.calls, spare.visits) == (2, 0)
    for caught in (hung_up, timed_out):
        assert not isinstance(caught.value.__cause__, ClientConnectorError)


@pytest.mark.parametrize("kinds", [(), ("http",), ("socks5", "socks4")])
async def test_what_was_surely_not_sent_can_be_told_and_names_no_password(
    kinds: tuple[str, ...],
) -> None:
    proxies = [dead(kind) for kind in kinds]
    async with bot_through(f"http://127.0.0.1:{unused_port()}", *proxies) as bot:
        with pytest.raises(TelegramNetworkError) as caught:
            await bot.get_me()

    assert isinstance(caught.value.__cause__, ClientConnectorError)
    assert "word" not in str(caught.value)
    assert all(public_name(proxy) in str(caught.value) for proxy in proxies)
