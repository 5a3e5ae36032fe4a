"""Which errors mean that the database is away, tried on a real one; what each session has."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from db.models import Course
from db.session import (
    SAFEGUARDS,
    Conflict,
    DatabaseAway,
    Transaction,
    create_engine,
    create_lock_engine,
    create_transaction,
)
from domain.errors import NotAllowed
from tests.factories import Factory

Work = Callable[[AsyncSession, AsyncEngine], Awaitable[None]]

KILL = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = :pid"


async def kill(session: AsyncSession, engine: AsyncEngine) -> None:
    pid = await session.scalar(text("SELECT pg_backend_pid()"))
    async with engine.connect() as other:
        await other.execute(text(KILL), {"pid": pid})


async def kill_and_go_on(session: AsyncSession, engine: AsyncEngine) -> None:
    await kill(session, engine)
    await session.execute(text("SELECT 1"))


async def fall_silent_and_go_on(session: AsyncSession, _: AsyncEngine) -> None:
    is_ended = asyncio.Event()
    connection = await (await session.connection()).get_raw_connection()
    assert connection.driver_connection is not None
    connection.driver_connection.add_termination_listener(lambda _: is_ended.set())
    await session.execute(text("SET idle_in_transaction_session_timeout = '20ms'"))
    await is_ended.wait()
    await session.execute(text("SELECT 1"))


@pytest.mark.parametrize("work", [kill, kill_and_go_on, fall_silent_and_go_on])
async def test_connection_is_lost(engine: AsyncEngine, work: Work) -> None:
    with pytest.raises(DatabaseAway) as away:
        async with create_transaction(engine)() as session:
            await work(session, engine)

    assert not isinstance(away.value, Conflict)


async def test_next_transaction_has_a_new_connection(engine: AsyncEngine) -> None:
    transaction = create_transaction(engine)
    with pytest.raises(DatabaseAway):
        async with transaction() as session:
            await kill(session, engine)

    async with transaction() as session:
        assert await session.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize("address", ["u@127.0.0.1:1/x", "u@/x?host=/nowhere"])
async def test_nobody_answers(address: str) -> None:
    transaction = create_transaction(create_engine(f"postgresql+asyncpg://{address}"))

    with pytest.raises(DatabaseAway):
        async with transaction():
            pass


@pytest.mark.parametrize("state", ["57P03", "53300"], ids=["starting up", "full"])
async def test_server_that_cannot_serve_now(engine: AsyncEngine, state: str) -> None:
    with pytest.raises(DatabaseAway):
        async with create_transaction(engine)() as session:
            await session.execute(text(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$"))


async def test_server_that_is_silent(database_url: str) -> None:
    impatient = create_async_engine(database_url, connect_args={"command_timeout": 0.1})
    with pytest.raises(DatabaseAway):
        async with create_transaction(impatient)() as session:
            await session.execute(text("SELECT pg_sleep(5)"))
    await impatient.dispose()


async def test_no_connection_is_left(database_url: str) -> None:
    small = create_async_engine(database_url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    transaction = create_transaction(small)
    async with transaction():
        with pytest.raises(DatabaseAway):
            async with transaction():
                pass
    await small.dispose()


@pytest.mark.parametrize("statement", ["SELECT 1 / 0", "SELEC", "SELECT CAST('x' AS int)"])
async def test_refused_statement_is_a_bug(engine: AsyncEngine, statement: str) -> None:
    with pytest.raises(DBAPIError):
        async with create_transaction(engine)() as session:
            await session.execute(text(statement))


async def test_missing_file_is_a_bug(engine: AsyncEngine, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        async with create_transaction(engine)():
            (tmp_path / "nothing").read_text()


async def test_every_session_has_its_safeguards(engine: AsyncEngine) -> None:
    async with create_transaction(engine)() as session:
        limits = {name: await session.scalar(text(f"SHOW {name}")) for name in SAFEGUARDS}

    assert limits == {
        "lock_timeout": "3s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "5s",
        "timezone": "UTC",
    }


async def test_connection_that_is_a_lock_ends_when_it_falls_silent(database_url: str) -> None:
    engine = create_lock_engine(database_url)

    async with engine.connect() as connection:
        assert await connection.scalar(text("SHOW idle_session_timeout")) == "3s"

    await engine.dispose()


async def test_refusal_undoes_what_was_done(committing: Transaction) -> None:
    course = await Factory(committing).course()

    async def rename_and_refuse() -> None:
        async with committing() as session:
            (await session.get_one(Course, course.id)).name = "Botany"
            await session.flush()
            raise NotAllowed

    with pytest.raises(NotAllowed):
        await rename_and_refuse()

    assert (await Factory(committing).again(course)).name == "Mathematics"


async def test_statement_in_the_logs_has_no_values(engine: AsyncEngine) -> None:
    with pytest.raises(DBAPIError) as refused:
        async with create_transaction(engine)() as session:
            await session.execute(text("SELECT 1 / 0, CAST(:name AS text)"), {"name": "Zinaida"})

    assert "Zinaida" not in str(refused.value)
