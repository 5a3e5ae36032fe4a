"""5,000 reminders that are due in the same minute: planned by one statement, soon, and without
holding up anybody else."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from db.models import Delivery
from db.session import Transaction, create_engine, create_transaction
from domain.reminders import plan
from proofs.measure import SLACK
from proofs.scene import Tell
from scheduler.reminders import plan_reminders
from tests.crowds import gather
from tests.people import CAMPUS

PEOPLE = 5_000
QUEUED_SECONDS, STALL_SECONDS = 2, 0.05
BEAT = 0.005
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def test_5000_reminders_of_one_minute(database_url: str, tell: Tell) -> None:
    engine = create_engine(database_url)
    transaction = create_transaction(engine)
    async with transaction() as session:
        await gather(session, PEOPLE, first=10_000, now=NOON)
    stalls: list[float] = []

    async with watching(stalls):
        queued = await lasted(transaction, NOON)
    again = await lasted(transaction, NOON + timedelta(seconds=10))

    assert await owed(transaction) == PEOPLE
    tell("5,000 reminders queued after, s", f"{queued:.2f}")
    tell("looked for once more, none found, s", f"{again:.2f}")
    tell("longest stall of the loop, ms", f"{max(stalls) * 1000:.1f}")
    assert queued < QUEUED_SECONDS * SLACK
    assert max(stalls) < STALL_SECONDS * SLACK
    await engine.dispose()


async def test_three_processes_at_once_owe_each_once(database_url: str, tell: Tell) -> None:
    engine = create_engine(database_url)
    transaction = create_transaction(engine)
    async with transaction() as session:
        await gather(session, PEOPLE, first=10_000, now=NOON)

    async def planned() -> int:
        async with transaction() as session:
            return await plan(session, CAMPUS, now=NOON)

    counts = await asyncio.gather(*(planned() for _ in range(3)))

    assert (sum(counts), await owed(transaction)) == (PEOPLE, PEOPLE)
    tell("planned by three at once, together", sum(counts))
    await engine.dispose()


async def lasted(transaction: Transaction, now: datetime) -> float:
    began = time.monotonic()
    await plan_reminders(transaction, CAMPUS, lambda: now)
    return time.monotonic() - began


async def owed(transaction: Transaction) -> int:
    async with transaction() as session:
        return await session.scalar(select(func.count()).select_from(Delivery)) or 0


@asynccontextmanager
async def watching(stalls: list[float]) -> AsyncIterator[None]:
    """By how much the loop is late at each beat."""

    async def beat() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(BEAT)
            stalls.append(time.monotonic() - began - BEAT)

    async with asyncio.TaskGroup() as tasks:
        beating = tasks.create_task(beat())
        await asyncio.sleep(10 * BEAT)
        yield
        await asyncio.sleep(10 * BEAT)
        beating.cancel()
