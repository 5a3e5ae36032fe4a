import asyncio

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from config import load_settings
from db.models import Base

ONE_AT_A_TIME = 6_101_966
"""Our number of PostgreSQL's advisory lock for migrations."""

PATIENCE = ("SET LOCAL lock_timeout = '10s'", "SET LOCAL statement_timeout = '10min'")
"""A migration that waits for a table's lock holds up everybody behind it."""


def migrate(connection: Connection) -> None:
    context.configure(connection, target_metadata=Base.metadata, compare_server_default=True)
    with context.begin_transaction():
        # Replicas start together; the second waits here and then finds nothing to do.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")
        run()


def run() -> None:
    for limit in PATIENCE:
        context.execute(limit)
    context.run_migrations()


async def main() -> None:
    url = context.config.attributes.get("url") or load_settings().database_url
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


def write_sql() -> None:
    """For ``alembic upgrade head --sql``: what is going to be run, for a linter to read."""
    context.configure(dialect_name="postgresql", target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        run()


if context.is_offline_mode():
    write_sql()
else:
    asyncio.run(main())
