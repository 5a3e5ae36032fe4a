from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from db.session import Transaction, create_engine, create_transaction


async def create_database(server_url: str, name: str, template: str = "template1") -> str:
    """Its address. It has what the template has: as a rule, nothing."""
    server = create_async_engine(server_url, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    await server.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[Transaction]:
    engine = create_engine(url)
    try:
        yield create_transaction(engine)
    finally:
        await engine.dispose()
