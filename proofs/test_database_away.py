"""PostgreSQL goes away for ten seconds, in three ways, while people use the bot."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import pytest
from aiohttp.test_utils import unused_port

from db.session import Transaction, create_engine, create_transaction
from proofs.audit import audit, until_nothing_is_owed
from proofs.conftest import Tell, create_database
from proofs.crowd import Crowd, create_courses
from proofs.postgres import Postgres
from tests.botapi import program
from tests.botapi.program import for_telegram
from tests.botapi.server import BotApi

SEED = 20261124
VISITORS, THINKS_SECONDS = 30, 0.3
BEFORE, UPDATES = 150, 600
AWAY_SECONDS = 10


@pytest.mark.parametrize("way", ["fast", "immediate", "frozen"])
async def test_nothing_is_lost_and_no_process_restarted(
    way: str, postgres: Postgres, template: str, tell: Tell
) -> None:
    both = [BotApi(), BotApi()]
    async with asyncio.TaskGroup() as tasks:
        for telegram, updates in zip(both, ("polling", "webhook"), strict=True):
            database = f"{way}_{updates}"
            await create_database(postgres, database, template)
            served = serve(telegram, updates, postgres.url(database), tell)
            tasks.create_task(served)
        await asyncio.gather(*(until(telegram, BEFORE) for telegram in both))
        async with away(postgres, way):
            await asyncio.sleep(AWAY_SECONDS)
            tell("updates that wait while it is away", waiting(both))
        back_at = time.monotonic()
        for telegram, updates in zip(both, ("polling", "webhook"), strict=True):
            tell(f"{updates}: first answer after its return", await next_answer(telegram, back_at))


async def serve(telegram: BotApi, updates: str, url: str, tell: Tell) -> None:
    """One process, from the first update to the last."""
    port = unused_port()
    async with connected(url) as transaction:
        courses = await create_courses(transaction)
    crowd = Crowd(telegram, courses, Random(SEED), size=VISITORS)
    known = {"updates": updates, "port": port, "public_url": f"http://127.0.0.1:{port}"}
    async with (
        telegram.running() as api_url,
        program.running("run", **for_telegram(api_url, url, **known)) as bot,
    ):
        await bot.until("/readyz")
        await crowd.visit(UPDATES, pause=THINKS_SECONDS)
        await bot.until("/readyz")
        async with connected(url) as transaction:
            await until_nothing_is_owed(transaction)
            found = await audit(transaction, telegram, crowd.visitors)
        assert await bot.stop() == 0
    tell(f"{updates}: updates sent, handled, answered", found.updates)
    tell(f"{updates}: the longest that somebody waited", longest_wait(telegram))


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Transaction]:
    engine = create_engine(url)
    try:
        yield create_transaction(engine)
    finally:
        await engine.dispose()


@asynccontextmanager
async def away(postgres: Postgres, way: str) -> AsyncIterator[None]:
    if way == "frozen":
        postgres.freeze()
    else:
        await asyncio.to_thread(postgres.stop, way)
    try:
        yield
    finally:
        if way == "frozen":
            postgres.thaw()
        else:
            await asyncio.to_thread(postgres.start)


async def until(telegram: BotApi, answers: int) -> None:
    async with asyncio.timeout(program.START_SECONDS):
        while len(answered(telegram)) < answers:
            await asyncio.sleep(0.05)


async def next_answer(telegram: BotApi, since: float) -> float:
    async with asyncio.timeout(program.START_SECONDS):
        while not (later := [at for at in answered(telegram) if at > since]):
            await asyncio.sleep(0.05)
    return min(later) - since


def answered(telegram: BotApi) -> list[float]:
    acts = (act for person in telegram.people.values() for act in person.acts)
    return [act.answered_at for act in acts if act.answered_at is not None]


def longest_wait(telegram: BotApi) -> float:
    acts = (act for person in telegram.people.values() for act in person.acts)
    return max((act.answered_at or 0) - act.done_at for act in acts)


def waiting(telegrams: list[BotApi]) -> str:
    return " and ".join(str(len(telegram.incoming.waiting)) for telegram in telegrams)
