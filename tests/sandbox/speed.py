"""How many calls a second the sandbox takes from a bot: `python -m tests.sandbox.speed`.

Two processes, as in a test of the whole: one is the sandbox, the other calls with aiogram.
"""

import asyncio
import time

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from tests.sandbox import alone
from tests.sandbox.telegram import bot_of

PEOPLE = 1000
ROUNDS = 3
IN_FLIGHT = 20
HTML = "<b>Привет</b>, это <i>проверка</i> https://example.com"
MARKUP = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Записаться", callback_data="enroll:1")]]
)


async def measure() -> None:
    async with alone.running(people=PEOPLE) as sandbox:
        for _ in range(ROUNDS):
            print(f"{PEOPLE / await one_round(sandbox.url):.0f} calls/s")  # noqa: T201


async def one_round(url: str) -> float:
    """Seconds that it took to write to everybody."""
    places = asyncio.Semaphore(IN_FLIGHT)
    async with bot_of(url) as bot:

        async def write(person: int) -> None:
            async with places:
                await bot.send_message(person, HTML, parse_mode="HTML", reply_markup=MARKUP)

        began = time.perf_counter()
        await asyncio.gather(*(write(person) for person in range(1, PEOPLE + 1)))
        return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(measure())
