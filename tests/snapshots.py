"""Trying things out without leaving a trace, and seeing whether they would have left one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from db.models import Base


@asynccontextmanager
async def undone(connection: AsyncConnection) -> AsyncIterator[None]:
    point = await connection.begin_nested()
    try:
        yield
    finally:
        await point.rollback()


async def everything(connection: AsyncConnection, *, but: set[str]) -> dict[str, str]:
    """What is in each table, in short."""
    content = "md5(coalesce(string_agg(it::text, '|' ORDER BY it::text), ''))"
    tables = Base.metadata.tables.keys() - but
    each = (f"SELECT '{name}' AS name, {content} AS content FROM {name} AS it" for name in tables)  # noqa: S608
    rows = await connection.execute(text(" UNION ALL ".join(each)))
    return {row.name: row.content for row in rows}
