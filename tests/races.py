"""Two transactions that meet, and what they are kept apart by: to be taken away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from db.session import Transaction, create_engine, create_transaction

Act = Callable[[AsyncSession], Awaitable[Any]]
Race = Callable[..., Awaitable[tuple[Any, Any]]]

First = TypeVar("First")
Second = TypeVar("Second")

SOMEBODY_WAITS = text("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")


def create_race(transaction: Transaction, url: str) -> Race:
    """Lets two acts meet; without the words of a guard, if one is named."""

    async def race(first: Act, second: Act, *, guard: str = "", within: str = "") -> Any:
        if not guard:
            return await meet(transaction, first, second)
        async with without(guard, url, within=within) as unguarded:
            return await meet(unguarded, first, second)

    return race


async def meet(
    transaction: Transaction,
    first: Callable[[AsyncSession], Awaitable[First]],
    second: Callable[[AsyncSession], Awaitable[Second]],
) -> tuple[First, Second | Exception]:
    """What came of both. The second begins when the first has acted and not committed; the first
    commits when the second is done, or waits for it."""
    has_acted, may_commit = asyncio.Event(), asyncio.Event()

    async def lead() -> First:
        async with transaction() as session:
            result = await first(session)
            await session.flush()
            has_acted.set()
            await may_commit.wait()
        return result

    async def follow() -> Second | Exception:
        await has_acted.wait()
        try:
            async with transaction() as session:
                return await second(session)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what came of it
            return error

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        leading, following = tasks.create_task(lead()), tasks.create_task(follow())
        waiting = tasks.create_task(until_somebody_waits(transaction))
        await asyncio.wait({following, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        may_commit.set()
    return leading.result(), following.result()


async def until_somebody_waits(transaction: Transaction) -> None:
    async with transaction() as session:
        while not await session.scalar(SOMEBODY_WAITS):  # noqa: ASYNC110 - only the server knows
            await asyncio.sleep(0.002)


@asynccontextmanager
async def without(guard: str, url: str, *, within: str = "") -> AsyncIterator[Transaction]:
    """Transactions whose statements, those that speak of `within`, lack the words of a guard."""
    engine = create_engine(url)
    spoilt: list[str] = []

    def spoil(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
        if guard not in statement or within not in statement:
            return statement, parameters
        spoilt.append(statement)
        return statement.replace(guard, ""), parameters

    event.listen(engine.sync_engine, "before_cursor_execute", spoil, retval=True)
    yield create_transaction(engine)
    await engine.dispose()
    assert spoilt, f"no statement says {guard!r}"
