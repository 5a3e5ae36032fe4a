from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from db.session import Transaction, create_engine, create_transaction
from proofs.postgres import Postgres
from tests.botapi.program import outcome
from tests.botapi.server import BotApi
from tests.places import public_directory

FIGURES = pytest.StashKey[list[tuple[str, str, object]]]()

MIGRATED = "migrated"

_numbers = count(1)

Tell = Callable[[str, object], None]
"""Adds a figure to the table at the end: what it is, and how much."""


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    proof = ""
    for name, what, how_much in config.stash[FIGURES]:
        if name != proof:
            terminalreporter.section(name, sep="-")
            proof = name
        terminalreporter.write_line(f"{what:<58} {how_much}")


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    def tell(what: str, how_much: object) -> None:
        shown = f"{how_much:.1f} s" if isinstance(how_much, float) else how_much
        request.config.stash[FIGURES].append((request.node.name, what, shown))

    return tell


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with public_directory() as place:
        server = Postgres(place / "postgres")
        try:
            server.start()
            yield server
        finally:
            server.end()


@pytest.fixture(scope="session")
async def template(postgres: Postgres) -> str:
    await create_database(postgres, MIGRATED, "template1")
    status, _, logged = await outcome("migrate", database_url=postgres.url(MIGRATED))
    assert status == 0, logged
    return MIGRATED


@pytest.fixture
async def database_url(postgres: Postgres, template: str) -> str:
    """Of a database of the proof's own, with all tables."""
    name = f"proof_{next(_numbers)}"
    await create_database(postgres, name, template)
    return postgres.url(name)


@pytest.fixture
async def transaction(database_url: str) -> AsyncIterator[Transaction]:
    engine = create_engine(database_url)
    yield create_transaction(engine)
    await engine.dispose()


@pytest.fixture
async def telegram() -> BotApi:
    return BotApi()


@pytest.fixture
async def api_url(telegram: BotApi) -> AsyncIterator[str]:
    async with telegram.running() as url:
        yield url


async def create_database(postgres: Postgres, name: str, template: str) -> None:
    server = create_async_engine(postgres.url(), isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    await server.dispose()
