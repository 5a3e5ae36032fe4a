"""How many calls a second the sandbox takes from a bot: `python -m tests.sandbox.speed`.

Two processes, as in a test of the whole: one is the sandbox, the other calls with aiogram.
"""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.people import NewPerson
from sandbox.running import serve
from sandbox.world import World
from tests.sandbox.telegram import BOT_NAME, TOKEN, bot_of

PEOPLE = range(1, 1001)
ROUNDS = 3
IN_FLIGHT = 20
HTML = "<b>Привет</b>, это <i>проверка</i> https://example.com"
MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Записаться", callback_data="enroll:1")]]
)


async def stand() -> None:
    """The sandbox, where everybody has just written."""
    people = [NewPerson(it, "One of many", started=True) for it in PEOPLE]
    world = World(TOKEN, BOT_NAME, people)
    for chat in world.chats:
        chat.wrote_at = world.now
    print((await serve(world)).url, flush=True)  # noqa: T201 - to the other process
    await asyncio.Event().wait()


async def measure() -> None:
    command = (sys.executable, "-m", "tests.sandbox.speed", "stand")
    sandbox = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert sandbox.stdout is not None
    url = (await sandbox.stdout.readline()).decode().strip()
    try:
        for _ in range(ROUNDS):
            print(f"{len(PEOPLE) / await one_round(url):.0f} calls/s")  # noqa: T201
    finally:
        sandbox.terminate()
        await sandbox.wait()


async def one_round(url: str) -> float:
    """Seconds that it took to write to everybody."""
    places = asyncio.Semaphore(IN_FLIGHT)
    async with bot_of(url) as bot:

        async def write(person: int) -> None:
            async with places:
                await bot.send_message(person, HTML, parse_mode="HTML", reply_markup=MARKUP)

        began = time.perf_counter()
        await asyncio.gather(*map(write, PEOPLE))
        return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(stand() if "stand" in sys.argv else measure())
