from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count

import pytest

from proofs.postgres import Postgres
from proofs.scene import Scene, Tell
from proofs.strict import StrictBotApi
from tests.botapi.databases import create_database
from tests.botapi.program import outcome
from tests.botapi.server import BotApi
from tests.places import public_directory

pytest.register_assert_rewrite("proofs.audit")

FIGURES = pytest.StashKey[list[tuple[str, str, object]]]()

_numbers = count(1)


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
    """The name of a database with all tables, from which others are made."""
    url = await create_database(postgres.url, "migrated")
    status, _, logged = await outcome("migrate", database_url=url)
    assert status == 0, logged
    return "migrated"


@pytest.fixture
async def scene(postgres: Postgres, template: str, tell: Tell) -> AsyncIterator[Scene]:
    async with create_scene(postgres, template, tell) as scene:
        yield scene


@pytest.fixture
async def strict() -> StrictBotApi:
    return StrictBotApi()


@pytest.fixture
async def strict_scene(
    postgres: Postgres, template: str, tell: Tell, strict: StrictBotApi
) -> AsyncIterator[Scene]:
    async with create_scene(postgres, template, tell, strict) as scene:
        yield scene


@pytest.fixture
async def other_scene(postgres: Postgres, template: str, tell: Tell) -> AsyncIterator[Scene]:
    """Beside the first, on the same server."""
    async with create_scene(postgres, template, tell) as scene:
        yield scene


@pytest.fixture
async def database_url(postgres: Postgres, template: str) -> str:
    """One with all tables, and nothing in them."""
    return await create_database(postgres.url, f"proof_{next(_numbers)}", template)


@asynccontextmanager
async def create_scene(
    postgres: Postgres, template: str, tell: Tell, telegram: BotApi | None = None
) -> AsyncIterator[Scene]:
    telegram = telegram or BotApi()
    url = await create_database(postgres.url, f"proof_{next(_numbers)}", template)
    async with telegram.running() as api_url:
        yield Scene(telegram, api_url, url, tell)
