import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import NullPool

T = TypeVar("T")

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]

SHUTTING_DOWN_OR_FULL = ("57P", "53")
"""Classes of SQLSTATE: the server stops or starts; it is out of connections, memory or disk."""

LOST_A_RACE = {"40001", "40P01", "55P03"}
"""SQLSTATE: serialization failure, deadlock, lock not had in time."""

TRIES = 3

POOL_SIZE = 20
"""More connections add waiting, not throughput, and several processes share one server's 100."""

CONNECT_SECONDS = 5
COMMAND_SECONDS = 4
"""For one statement. Shorter than a handler's time, so that a server which froze is told from a
handler that dawdles."""

SAFEGUARDS = {
    "lock_timeout": "3s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "5s",
    # In which a day before a lesson is one of 24 hours, however the server is set up.
    "timezone": "UTC",
}


class DatabaseAway(Exception):
    """Nothing is wrong with the work itself: do it again when the database is back."""


class Conflict(DatabaseAway):
    """Somebody else held what we needed: doing it again at once may well succeed."""


def create_engine(url: str) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=CONNECT_SECONDS,
        # What people wrote has no business in the logs.
        hide_parameters=True,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": COMMAND_SECONDS,
            "server_settings": SAFEGUARDS,
        },
    )


def create_lock_engine(url: str) -> AsyncEngine:
    """For connections that hold a lock by being open; the server ends those that fall silent."""
    return create_async_engine(
        url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": 3,
            "server_settings": {"idle_session_timeout": "3s"},
        },
    )


def create_transaction(bind: AsyncEngine | AsyncConnection, **options: Any) -> Transaction:
    """Return the factory of ``async with transaction() as session`` blocks.

    Leaving the block commits; an exception rolls back. ``DatabaseAway`` is raised where the
    server, and not the work, is to blame.
    """
    return _guarded(async_sessionmaker(bind, expire_on_commit=False, **options).begin)


def create_reading(engine: AsyncEngine) -> Transaction:
    """The same where nothing is changed: each statement stands for itself, which saves to begin
    and to commit."""
    autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
    return _guarded(async_sessionmaker(autocommit, expire_on_commit=False))


def _guarded(open_session: Transaction) -> Transaction:
    @asynccontextmanager
    async def guarded() -> AsyncIterator[AsyncSession]:
        try:
            async with open_session() as session:
                await connect(session)
                yield session
        except DBAPIError as error:
            raise classify(error) from error
        except TimeoutError as error:
            # A statement that was never answered; handlers word their own time-outs otherwise.
            raise DatabaseAway from error

    return guarded


async def connect(session: AsyncSession) -> None:
    # Apart from the work, because only here an OSError means the database.
    try:
        await session.connection()
    except (OSError, PoolTimeoutError) as error:
        raise DatabaseAway from error


def classify(error: DBAPIError) -> Exception:
    """SQLAlchemy's own classes do not tell: with asyncpg neither a restart nor a deadlock is an
    OperationalError, and both may be a bare DBAPIError."""
    return meaning(error, error.orig, is_lost=error.connection_invalidated)


def meaning(error: Exception, cause: BaseException | None, *, is_lost: bool) -> Exception:
    """What it means to us: away, a lost race, or itself. The driver's word for the cause has a
    SQLSTATE if the server got to say one; the connection may be lost with it."""
    state = getattr(cause, "sqlstate", None) or ""
    if state in LOST_A_RACE:
        return Conflict()
    if is_lost or state.startswith(SHUTTING_DOWN_OR_FULL):
        return DatabaseAway()
    return error


async def repeatedly(work: Callable[[], Awaitable[T]]) -> T:
    """Do the work, and again when it lost a race for a lock."""
    for attempt in range(1, TRIES):
        try:
            return await work()
        except Conflict:
            await asyncio.sleep(random.uniform(0, 0.05 * attempt))  # noqa: S311 - not a secret
    return await work()
