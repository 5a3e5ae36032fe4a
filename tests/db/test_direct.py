"""Statements past SQLAlchemy: the same errors as with it, in the same transaction."""

import pytest
from asyncpg import PostgresError  # type: ignore[import-untyped]
from sqlalchemy import Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from db.direct import Direct
from db.session import Conflict, DatabaseAway, create_reading, create_transaction
from domain.errors import NotAllowed

PID = Direct(text("SELECT pg_backend_pid()"))
KILL = Direct(text("SELECT pg_terminate_backend(:pid, 5000)").bindparams(bindparam("pid")))
ADD = Direct(
    text("INSERT INTO handled_updates (bot_id, update_id) VALUES (1, 1) RETURNING bot_id")
)
COUNT = text("SELECT count(*) FROM handled_updates")


async def one(session: AsyncSession, direct: Direct, **values: object) -> object:
    return (await direct.fetch(session, **values))[0][0]


async def kill(session: AsyncSession, engine: AsyncEngine) -> None:
    pid = await one(session, PID)
    async with create_reading(engine)() as other:
        assert await one(other, KILL, pid=pid)


async def test_values_go_where_they_are_named(engine: AsyncEngine) -> None:
    both = Direct(text("SELECT CAST(:a AS int) AS a, CAST(:b AS text) AS b, CAST(:a AS int) + 1"))

    async with create_reading(engine)() as session:
        (row,) = await both.fetch(session, b="x", a=1)

    assert tuple(row) == (1, "x", 2)


async def test_connection_that_is_lost_means_away_and_is_not_used_again(
    database_url: str,
) -> None:
    only = create_async_engine(database_url, pool_size=1, max_overflow=1)
    reading = create_reading(only)

    async def go_on_when_killed() -> None:
        async with reading() as session:
            await kill(session, only)
            await PID.fetch(session)

    with pytest.raises(DatabaseAway) as away:
        await go_on_when_killed()

    assert not isinstance(away.value, Conflict)
    for _ in range(3):
        async with reading() as session:
            assert await one(session, PID)
    await only.dispose()


@pytest.mark.parametrize("state", ["57P03", "53300"], ids=["starting up", "full"])
async def test_server_that_cannot_serve_now(engine: AsyncEngine, state: str) -> None:
    with pytest.raises(DatabaseAway):
        async with create_reading(engine)() as session:
            await Direct(text(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$")).fetch(session)


async def test_lost_race_is_told_from_a_server_that_is_away(engine: AsyncEngine) -> None:
    with pytest.raises(Conflict):
        async with create_reading(engine)() as session:
            await Direct(text("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$")).fetch(session)


async def test_server_that_is_silent(database_url: str) -> None:
    impatient = create_async_engine(database_url, connect_args={"command_timeout": 0.1})
    with pytest.raises(DatabaseAway):
        async with create_reading(impatient)() as session:
            await Direct(text("SELECT pg_sleep(5)")).fetch(session)
    await impatient.dispose()


async def test_refused_statement_is_a_bug(engine: AsyncEngine) -> None:
    with pytest.raises(PostgresError):
        async with create_reading(engine)() as session:
            await Direct(text("SELECT 1 / 0")).fetch(session)


async def test_what_is_done_in_a_transaction_is_undone_with_it(engine: AsyncEngine) -> None:
    async def add_and_refuse() -> None:
        async with create_transaction(engine)() as session:
            assert await session.scalar(COUNT) == 0
            assert await one(session, ADD) == 1
            assert await session.scalar(COUNT) == 1
            raise NotAllowed

    with pytest.raises(NotAllowed):
        await add_and_refuse()

    async with create_reading(engine)() as session:
        assert await session.scalar(COUNT) == 0


@pytest.mark.parametrize(("holds", "kept"), [(True, 0), (False, 1)])
async def test_what_holds_is_in_a_transaction_though_it_comes_first(
    committing_engine: AsyncEngine, *, holds: bool, kept: int
) -> None:
    name = "holds" if holds else "stands for itself"
    add = Direct(
        text("INSERT INTO holidays (day, name) VALUES ('2030-01-01', :name)").bindparams(
            bindparam("name", type_=Text())
        ),
        holds=holds,
    )

    async def fail() -> None:
        async with create_transaction(committing_engine)() as session:
            await add.fetch(session, name=name)
            raise NotAllowed

    with pytest.raises(NotAllowed):
        await fail()

    async with create_reading(committing_engine)() as session:
        counted = text("SELECT count(*) FROM holidays WHERE name = :name")
        assert await session.scalar(counted, {"name": name}) == kept
