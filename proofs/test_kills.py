"""A process that is killed, or asked to stop, in the middle of everything."""

import asyncio
import time
from random import Random

import pytest
from aiohttp.test_utils import unused_port

from db.session import Transaction
from proofs.audit import audit, let_leases_end, until_nothing_is_owed
from proofs.conftest import Tell
from proofs.crowd import Crowd, create_courses
from tests.botapi import program
from tests.botapi.program import for_telegram
from tests.botapi.server import BotApi

SEED = 20261123
VISITORS = 50
KILLS, UPDATES = 10, 1000
STOPS, UPDATES_BETWEEN_STOPS = 2, 250

WAYS = ("polling", "webhook")


def settings(updates: str, api_url: str, database_url: str) -> dict[str, object]:
    port = unused_port()
    known = {"updates": updates, "port": port, "public_url": f"http://127.0.0.1:{port}"}
    return for_telegram(api_url, database_url, **known)


@pytest.mark.parametrize("updates", WAYS)
async def test_killed_ten_times_it_loses_nothing_and_does_nothing_twice(
    updates: str,
    telegram: BotApi,
    api_url: str,
    database_url: str,
    transaction: Transaction,
    tell: Tell,
) -> None:
    dice, right = Random(SEED), settings(updates, api_url, database_url)
    crowd = Crowd(telegram, await create_courses(transaction), dice, size=VISITORS)
    moments = sorted(dice.sample(range(1, UPDATES - VISITORS), KILLS))
    began, unconfirmed = time.monotonic(), []
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(crowd.visit(UPDATES))
        for moment in moments:
            async with program.running("run", **right) as bot:
                await crowd.until(moment)
                await asyncio.sleep(dice.uniform(0, 0.05))
                unconfirmed.append(len(telegram.incoming.waiting))
                await bot.kill()
        async with program.running("run", **right) as bot:
            await crowd.until(UPDATES)
            await let_leases_end(transaction)
            await until_nothing_is_owed(transaction)
            assert await bot.stop() == 0

    found = await audit(transaction, telegram, crowd.visitors)
    tell("seed; killed when so many were answered", f"{SEED}; {moments}")
    tell("updates that Telegram still had at each kill", unconfirmed)
    tell("updates sent, handled, answered", found.updates)
    tell("of them, brought more than once", telegram.incoming.brought_again())
    tell("changes of enrollments, and entries of the log", found.changes)
    tell("promotions", found.promotions)
    tell("messages shown", telegram.calls)
    tell("in all", time.monotonic() - began)


@pytest.mark.parametrize("updates", WAYS)
async def test_asked_to_stop_under_load_it_ends_in_time_and_loses_nothing(
    updates: str,
    telegram: BotApi,
    api_url: str,
    database_url: str,
    transaction: Transaction,
    tell: Tell,
) -> None:
    dice, right = Random(SEED), settings(updates, api_url, database_url)
    crowd = Crowd(telegram, await create_courses(transaction), dice, size=VISITORS)
    telegram.latency = 0.05
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(crowd.visit((STOPS + 1) * UPDATES_BETWEEN_STOPS))
        for number in range(1, STOPS + 1):
            async with program.running("run", **right) as bot:
                await crowd.until(number * UPDATES_BETWEEN_STOPS - VISITORS)
                asked_at = time.monotonic()
                assert await bot.stop() == 0
                tell(f"stop {number}: exit 0 after", time.monotonic() - asked_at)
        async with program.running("run", **right) as bot:
            await crowd.until((STOPS + 1) * UPDATES_BETWEEN_STOPS)
            await until_nothing_is_owed(transaction)
            assert await bot.stop() == 0

    found = await audit(transaction, telegram, crowd.visitors)
    tell("updates sent, handled, answered", found.updates)
