"""The sandbox on a port of its own."""

import asyncio
import time

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiohttp import ClientSession

from sandbox.people import NewPerson
from sandbox.running import serve
from sandbox.world import World
from tests.sandbox.hours import StandingClock
from tests.sandbox.telegram import ANNA, BOT_NAME, TOKEN, bot_of


def world(clock: StandingClock | None = None) -> World:
    return World(TOKEN, BOT_NAME, [NewPerson(ANNA, "Anna", started=True)], clock)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


async def test_it_says_which_port_it_took() -> None:
    running = await serve(world(), "127.0.0.1", 0)

    async with bot_of(running.url) as bot:
        assert (await bot.get_me()).username == BOT_NAME
    assert running.port > 0
    await running.stop()


async def test_a_port_that_is_taken_is_the_callers_matter() -> None:
    running = await serve(world(), "127.0.0.1", 0)

    with pytest.raises(OSError, match="address already in use"):
        await serve(world(), "127.0.0.1", running.port)

    await running.stop()


async def test_it_stops_at_once_though_a_bot_and_a_page_wait() -> None:
    running = await serve(world(), "127.0.0.1", 0)
    async with ClientSession() as http, bot_of(running.url) as bot:
        poll = asyncio.ensure_future(bot.get_updates(timeout=30))
        page = asyncio.ensure_future(http.get(f"{running.url}/sandbox/events"))
        await asyncio.sleep(0.1)

        began = time.monotonic()
        await running.stop()

        assert time.monotonic() - began < 2
        assert await poll == []
        (await page).close()


async def test_after_a_new_start_the_chat_goes_on(clock: StandingClock) -> None:
    first = await serve(world(clock), "127.0.0.1", 0)
    async with bot_of(first.url) as bot:
        before = await bot.send_message(ANNA, "x")
        await first.stop()
        with pytest.raises(TelegramNetworkError):
            await bot.get_updates()

        await clock.advance(3)
        again = await serve(world(clock), "127.0.0.1", first.port)
        after = await bot.send_message(ANNA, "y")

    await again.stop()
    assert after.message_id > before.message_id
