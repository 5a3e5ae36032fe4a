import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.health import Checks
from db import schema
from program.receiving import Gate

SECONDS = 2


def checks(engine: AsyncEngine, gate: Gate) -> Checks:
    newest = schema.head()

    async def database_answers() -> bool:
        return await revision(engine) is not None

    async def schema_is_newest() -> bool:
        return await revision(engine) == newest

    async def telegram_was_met() -> bool:
        return gate.is_open

    return {
        "database": database_answers,
        "migrations": schema_is_newest,
        "telegram": telegram_was_met,
    }


async def revision(engine: AsyncEngine) -> str | None:
    """Of the schema; none where it cannot be asked for."""
    try:
        async with asyncio.timeout(SECONDS), engine.connect() as connection:
            found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    except (OSError, SQLAlchemyError):
        return None
    return str(found)
