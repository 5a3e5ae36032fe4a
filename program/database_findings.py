"""Whether the database can be used, and whether the history in it is safe from this program."""

from collections.abc import Iterator
from dataclasses import dataclass

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from config import Settings
from db.schema import PYPROJECT
from program.findings import SECONDS, Found, Level, attempt

OLDEST_POSTGRESQL = 15

# Of a superuser it is true as well.
OWNS_HISTORY = text(
    "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('logs')"
)


@dataclass(frozen=True)
class Database:
    version: int
    """Of the server, the major one."""
    behind: int | None
    """By how many migrations the schema is; None: a newer version of this program made it."""
    owns_history: bool | None
    """Whether our role could take the triggers off the history; None where there is none yet."""


async def examine_database(settings: Settings) -> list[Found]:
    if not settings.database_url:
        return [("DATABASE_URL", "ok", f"is empty: PostgreSQL runs in {settings.data_dir}")]
    database = await attempt(fetch_database(settings.database_url))
    if isinstance(database, str):
        return [("DATABASE_URL", "failure", f"cannot be used: {database}")]
    level: Level = "ok" if database.version >= OLDEST_POSTGRESQL else "failure"
    leads: Found = "DATABASE_URL", level, f"leads to PostgreSQL {database.version}"
    return [leads, about_schema(database.behind), *about_history(database.owns_history)]


def about_schema(behind: int | None) -> Found:
    if behind is None:
        return "schema", "failure", "is newer than this program"
    return "schema", "warning" if behind else "ok", f"is {behind} migrations behind"


def about_history(is_ours: bool | None) -> Iterator[Found]:  # noqa: FBT001 - what was found
    if is_ours:
        yield "history", "warning", "is append-only, but this program's role could change that"
    elif is_ours is not None:
        yield "history", "ok", "of actions is safe from this program itself"


async def fetch_database(url: str) -> Database:
    engine = create_async_engine(url, poolclass=NullPool, connect_args={"timeout": SECONDS})
    async with engine.connect() as connection:
        version = int(await connection.scalar(text("SHOW server_version_num"))) // 10_000
        owns_history = await connection.scalar(OWNS_HISTORY)
        return Database(version, await fetch_behind(connection), owns_history)


async def fetch_behind(connection: AsyncConnection) -> int | None:
    is_there = await connection.scalar(text("SELECT to_regclass('alembic_version')::text"))
    revision = is_there and await connection.scalar(text("TABLE alembic_version"))
    scripts = ScriptDirectory.from_config(Config(toml_file=PYPROJECT))
    known = [*(script.revision for script in scripts.walk_revisions()), None]
    return known.index(revision) if revision in known else None
