"""Which errors mean that the database is away, or that a race was lost, tried on a real one."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from db.models import Course
from db.session import (
    SAFEGUARDS,
    TRIES,
    Conflict,
    DatabaseAway,
    Transaction,
    create_engine,
    create_lock_engine,
    create_transaction,
    repeatedly,
)
from domain.errors import NotAllowed
from tests.factories import Factory

Work = Callable[[AsyncSession, AsyncEngine], Awaitable[None]]

KILL = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid = :pid"
HOLD = text("SELECT FROM courses WHERE id = :id FOR UPDATE")
AT_ONCE = text("SET LOCAL lock_timeout = '20ms'")


@pytest.fixture
async def course(committing: Transaction) -> Course:
    return await Factory(committing).course()


async def hold(session: AsyncSession, course: Course) -> None:
    await session.execute(HOLD, {"id": course.id})


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


async def test_lock_that_is_not_had_in_time_is_a_conflict(
    committing: Transaction, course: Course
) -> None:
    async def hurry() -> None:
        async with committing() as session:
            await session.execute(AT_ONCE)
            await hold(session, course)

    async with committing() as first:
        await hold(first, course)
        with pytest.raises(Conflict):
            await hurry()


async def test_deadlock_is_a_conflict_of_one_of_the_two(
    committing: Transaction, course: Course
) -> None:
    other = await Factory(committing).course()
    both_hold = asyncio.Barrier(2)

    async def cross(mine: Course, theirs: Course) -> None:
        async with committing() as session:
            await hold(session, mine)
            await both_hold.wait()
            await hold(session, theirs)

    ends = await asyncio.gather(cross(course, other), cross(other, course), return_exceptions=True)

    assert [type(end) for end in ends if end] == [Conflict]


async def test_change_under_a_reader_of_one_moment_is_a_conflict(
    committing: Transaction, course: Course
) -> None:
    async def read_and_hold() -> None:
        async with committing() as session:
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            await session.get(Course, course.id)
            await Factory(committing).change(course, version=2)
            await hold(session, course)

    with pytest.raises(Conflict):
        await read_and_hold()


async def test_work_is_done_again_when_it_lost_a_race_but_not_for_ever() -> None:
    tries: list[int] = []

    async def lose() -> None:
        tries.append(1)
        raise Conflict

    with pytest.raises(Conflict):
        await repeatedly(lose)

    assert len(tries) == TRIES == 3


@pytest.mark.parametrize("losses", range(TRIES))
async def test_work_that_wins_in_the_end_has_its_result(losses: int) -> None:
    tries: list[int] = []

    async def work() -> int:
        tries.append(1)
        if len(tries) <= losses:
            raise Conflict
        return len(tries)

    assert await repeatedly(work) == losses + 1


@pytest.mark.parametrize("error", [DatabaseAway, ValueError])
async def test_only_a_lost_race_is_tried_again(error: type[Exception]) -> None:
    tries: list[int] = []

    async def fail() -> None:
        tries.append(1)
        raise error

    with pytest.raises(error):
        await repeatedly(fail)

    assert len(tries) == 1


async def test_work_is_repeated_until_the_other_lets_go(
    committing: Transaction, course: Course
) -> None:
    tries: list[int] = []
    async with AsyncExitStack() as other:
        await hold(await other.enter_async_context(committing()), course)

        async def work() -> None:
            async with committing() as session:
                tries.append(1)
                await session.execute(AT_ONCE)
                if len(tries) == TRIES:
                    await other.aclose()
                await hold(session, course)

        await repeatedly(work)

    assert len(tries) == TRIES


async def test_every_session_has_its_safeguards(engine: AsyncEngine) -> None:
    async with create_transaction(engine)() as session:
        limits = {name: await session.scalar(text(f"SHOW {name}")) for name in SAFEGUARDS}

    assert limits == {
        "lock_timeout": "3s",
        "statement_timeout": "10s",
        "idle_in_transaction_session_timeout": "5s",
    }


async def test_connection_that_is_a_lock_ends_when_it_falls_silent(database_url: str) -> None:
    engine = create_lock_engine(database_url)

    async with engine.connect() as connection:
        assert await connection.scalar(text("SHOW idle_session_timeout")) == "3s"

    await engine.dispose()


async def test_refusal_undoes_what_was_done(committing: Transaction, course: Course) -> None:
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
