"""Statements that go to the driver as they are.

SQLAlchemy wraps each run of a statement and each row that comes back: for one row that takes three
times what asyncpg alone does (0.14 to 0.05 ms of processor time), for a page four times (0.23 to
0.05). So what every request asks goes past it. The rest does not: there it is its convenience that
counts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import ClauseElement, TextClause, bindparam, text
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from db.session import meaning

Row = Sequence[Any]
"""Its columns by place, or by name."""


DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


def typed(sql: str, types: Mapping[str, TypeEngine[Any]]) -> TextClause:
    """The statement, with the types of the places that it has."""
    statement = text(sql)
    places = [bindparam(name, type_=it) for name, it in types.items() if f":{name}" in sql]
    return statement.bindparams(*places)


BEGIN = text("SELECT")
"""Whatever SQLAlchemy is asked first, it begins the transaction before."""


class Direct:
    """Compiled once. In the transaction of the session if that has begun its work; else the
    statement stands for itself, as it may where it only reads and holds nothing."""

    def __init__(self, statement: ClauseElement, *, holds: bool = False) -> None:
        self._holds = holds
        compiled = statement.compile(dialect=DIALECT)
        assert isinstance(compiled, SQLCompiler)
        wanted = [it.key for it in compiled.bind_names if it.required]
        expanded = compiled.construct_expanded_state(dict.fromkeys(wanted))
        self._sql = expanded.statement
        self._parameters = [(it, expanded.parameters[it]) for it in expanded.positiontup or ()]

    def __str__(self) -> str:
        """What it does."""
        return self._sql.split(maxsplit=1)[0]

    async def fetch(self, session: AsyncSession, **values: object) -> Sequence[Row]:
        arguments = [values.get(name, default) for name, default in self._parameters]
        connection = await session.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        assert isinstance(driver, asyncpg.Connection)
        if self._holds and not driver.is_in_transaction():
            await session.execute(BEGIN)
        try:
            found: Sequence[Row] = await driver.fetch(self._sql, *arguments)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            is_lost = driver.is_closed()
            if is_lost:
                # Not back to the pool with it.
                await connection.invalidate(error)
            raise meaning(error, error, is_lost=is_lost) from error
        return found
