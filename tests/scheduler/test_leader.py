import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from db.session import create_lock_engine
from scheduler import leader
from scheduler.leader import LOCK, Term

KILL_LEADER = """
SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
"""
TAKEOVER_SECONDS = 5
"""By when another process leads, says the design."""


class Duty:
    def __init__(self) -> None:
        self.runs = asyncio.Event()
        self.was_paused = asyncio.Event()

    def resume(self) -> None:
        self.runs.set()

    def pause(self) -> None:
        self.runs.clear()
        self.was_paused.set()


class Process:
    """One of several equal processes, as far as its duties go."""

    def __init__(self, url: str) -> None:
        self.jobs, self.polling, self.term = Duty(), Duty(), Term()
        self._stop = asyncio.Event()
        self._task = asyncio.ensure_future(
            leader.lead(create_lock_engine(url), self.term, [self.jobs, self.polling], self._stop)
        )

    @property
    def leads(self) -> bool:
        return self.jobs.runs.is_set() and self.polling.runs.is_set()

    @property
    def does_nothing(self) -> bool:
        return not self.jobs.runs.is_set() and not self.polling.runs.is_set()

    async def come_to_lead(self) -> None:
        async with asyncio.timeout(TAKEOVER_SECONDS):
            await self.jobs.runs.wait()
            await self.polling.runs.wait()

    async def end(self) -> None:
        self._stop.set()
        await asyncio.wait_for(self._task, TAKEOVER_SECONDS)


Start = Callable[[], Awaitable[Process]]


@pytest.fixture
async def start(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Start]:
    monkeypatch.setattr(leader, "PING_SECONDS", 0.05)
    started: list[Process] = []

    async def start() -> Process:
        started.append(Process(database_url))
        return started[-1]

    yield start
    for process in started:
        await process.end()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(TAKEOVER_SECONDS * 20):
        if await condition():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def a_few_pings() -> None:
    await asyncio.sleep(0.3)


@asynccontextmanager
async def one_that_leads(start: Start) -> AsyncIterator[Process]:
    process = await start()
    await process.come_to_lead()
    yield process
    await process.end()


async def test_one_of_all_processes_has_the_duties(start: Start) -> None:
    async with one_that_leads(start) as first:
        others = [await start() for _ in range(3)]
        await a_few_pings()

        assert first.leads
        assert all(it.does_nothing for it in others)


async def test_next_process_takes_over_when_the_leader_ends(start: Start) -> None:
    async with one_that_leads(start) as first:
        second = await start()
        await a_few_pings()

    await second.come_to_lead()

    assert first.does_nothing


async def test_each_leadership_has_an_epoch_of_its_own(start: Start) -> None:
    epochs = []
    for _ in range(3):
        async with one_that_leads(start) as process:
            epochs.append(process.term.epoch or 0)

        assert process.term.epoch is None

    assert epochs == [epochs[0], epochs[0] + 1, epochs[0] + 2]


async def test_leader_that_lost_its_connection_lets_go_of_everything(
    start: Start, engine: AsyncEngine
) -> None:
    async with one_that_leads(start) as only:
        async with engine.begin() as connection:
            await connection.execute(text(KILL_LEADER))

        async with asyncio.timeout(TAKEOVER_SECONDS):
            await only.jobs.was_paused.wait()
            await only.polling.was_paused.wait()
        await only.come_to_lead()


async def test_leader_without_a_database_waits_for_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(leader, "PING_SECONDS", 0.01)
    process = Process("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")

    async def has_said_so() -> bool:
        return "not the leader for a moment" in caplog.text

    await until(has_said_so)
    await process.end()

    assert process.does_nothing


async def test_frozen_leader_loses_the_lock(database_url: str, engine: AsyncEngine) -> None:
    try_lock = select(func.pg_try_advisory_lock(LOCK))
    async with create_lock_engine(database_url).connect() as frozen, engine.connect() as other:
        assert await frozen.scalar(try_lock)
        assert not await other.scalar(try_lock)

        async def is_free() -> bool:
            return bool(await other.scalar(try_lock))

        await until(is_free)

        await other.invalidate()
        await frozen.invalidate()
