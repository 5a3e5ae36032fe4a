"""The database, ready to be used: ours or another, waited for, with its newest schema."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from alembic.util import CommandError
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from config import Settings
from db import schema
from db.embedded import embedded_postgres
from db.session import DatabaseAway, classify, create_engine, create_transaction

logger = logging.getLogger(__name__)

OLDEST = 15
PAUSE_SECONDS = 2


class DatabaseUnfit(Exception):
    """One sentence for the operator."""


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Yield the address of a database that answers."""
    if settings.database_url:
        wait_for(settings.database_url)
        yield settings.database_url
        return
    with embedded_postgres(settings.data_dir / "postgres") as url:
        yield url


@contextmanager
def migrated(settings: Settings) -> Iterator[str]:
    with database(settings) as url:
        try:
            schema.upgrade(url)
        except CommandError as error:
            raise DatabaseUnfit("The schema is newer than this program: update it.") from error
        yield url


@asynccontextmanager
async def session_of(url: str) -> AsyncIterator[AsyncSession]:
    """One transaction, for a command that does one thing."""
    engine = create_engine(url)
    try:
        async with create_transaction(engine)() as session:
            yield session
    finally:
        await engine.dispose()


def wait_for(url: str) -> None:
    """It may be starting beside us. What it refuses for good is said at once."""
    while True:
        try:
            version = asyncio.run(version_of(url))
            break
        except (OSError, DatabaseAway) as error:
            where = make_url(url)
            reason = error.__cause__ or error
            logger.warning("waiting for PostgreSQL at %s:%s: %s", where.host, where.port, reason)
            time.sleep(PAUSE_SECONDS)
    if version < OLDEST:
        raise DatabaseUnfit(f"PostgreSQL {version} is too old: {OLDEST} or newer is needed.")


async def version_of(url: str) -> int:
    """The major version. Raises ``OSError`` or ``DatabaseAway`` while it cannot be asked."""
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"timeout": 5})
    try:
        async with engine.connect() as connection:
            return int(await connection.scalar(text("SHOW server_version_num"))) // 10_000
    except DBAPIError as error:
        if isinstance(classify(error), DatabaseAway):
            raise DatabaseAway from error
        # Such as a wrong password or a database that is not there.
        raise DatabaseUnfit(f"DATABASE_URL cannot be used: {error.orig}") from error
    finally:
        await engine.dispose()
