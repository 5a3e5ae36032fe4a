"""Two processes poll: only one at a time, and the other when that one is killed or frozen."""

import asyncio
import time
from random import Random

from aiohttp.test_utils import unused_port

from db.session import Transaction
from proofs.audit import audit, let_leases_end, until_nothing_is_owed
from proofs.conftest import Tell
from proofs.crowd import Crowd, create_courses
from tests.botapi import program
from tests.botapi.program import for_telegram
from tests.botapi.server import BotApi

SEED = 20261125
VISITORS, THINKS_SECONDS, UPDATES = 30, 0.7, 1200
TAKEOVER_SECONDS = 5
FROZEN_SECONDS = 8
SETTLED_SECONDS = 3
"""In which a thawed leader notices that it is none."""


async def test_the_other_takes_over_and_nothing_is_done_twice(
    telegram: BotApi, api_url: str, database_url: str, transaction: Transaction, tell: Tell
) -> None:
    def known_as(name: str) -> dict[str, object]:
        return for_telegram(f"{api_url}/{name}", database_url, port=unused_port())

    courses, dice = await create_courses(transaction), Random(SEED)
    crowd = Crowd(telegram, courses, dice, size=VISITORS)
    async with (
        asyncio.TaskGroup() as tasks,
        program.running("run", **known_as("second")) as second,
        program.running("run", **known_as("third")) as third,
    ):
        async with program.running("run", **known_as("first")) as first:
            await asyncio.gather(*(bot.until("/readyz") for bot in (first, second, third)))
            tasks.create_task(crowd.visit(UPDATES, pause=THINKS_SECONDS))
            await crowd.until(VISITORS)
            [leader] = pollers(telegram, time.monotonic() - 1)
            bots = {"first": first, "second": second, "third": third}

            await bots.pop(leader).kill()
            after_kill, leader = await next_poller(telegram, leader)
            await asyncio.sleep(SETTLED_SECONDS)
            bots[leader].freeze()
            after_freeze, heir = await next_poller(telegram, leader)
            await asyncio.sleep(FROZEN_SECONDS - after_freeze)
            bots[leader].thaw()
            await asyncio.sleep(SETTLED_SECONDS)
            thawed = time.monotonic()
            await crowd.until(UPDATES)
            await let_leases_end(transaction)
            await until_nothing_is_owed(transaction)

            assert pollers(telegram, thawed) == {heir}
            assert [await bot.stop() for bot in bots.values()] == [0, 0]

    found = await audit(transaction, telegram, crowd.visitors)
    tell("takeover after kill -9", after_kill)
    tell("takeover after a freeze", after_freeze)
    tell("updates sent, handled, answered", found.updates)
    tell("of them, brought more than once", telegram.incoming.brought_again())
    tell("changes of enrollments, and entries of the log", found.changes)
    assert max(after_kill, after_freeze) < TAKEOVER_SECONDS


def pollers(telegram: BotApi, since: float) -> set[str]:
    return {who for at, who in telegram.pollers if at > since}


async def next_poller(telegram: BotApi, before: str) -> tuple[float, str]:
    """After how long another than before asks for updates, and who."""
    since = time.monotonic()
    async with asyncio.timeout(program.START_SECONDS):
        while not (others := pollers(telegram, since) - {before}):
            await asyncio.sleep(0.02)
    return time.monotonic() - since, others.pop()
