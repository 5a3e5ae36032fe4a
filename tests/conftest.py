import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from itertools import count
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from aiogram.utils.i18n import I18n
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    create_async_engine,
)

from bot.factory import create_bot, create_dispatcher
from bot.files import TelegramFiles
from bot.i18n import create_i18n
from bot.screens import Screens
from bot.shelf import BannerShelf
from bot.showing import Showing
from bot.uploads import Uploads
from db.embedded import embedded_postgres
from db.schema import upgrade
from db.session import Transaction, create_engine, create_transaction
from domain.campus import Campus
from domain.clock import Clock
from domain.pictures import Pictures
from domain.tokens import Signer
from handlers import router
from handlers.common.menu import home
from keyboards.home import way_back
from tests.factories import NOON, Factory
from tests.people import CAMPUS
from tests.places import public_directory
from tests.telegram import RecordedSession

# The same examples each time, however busy the machine is.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

SIGNER = Signer([b"a key"], bot_id=42, bot_name="example_bot")

_numbers = count(1)

Feed = Callable[[Update], Awaitable[RecordedSession]]


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    with public_directory() as directory, embedded_postgres(directory / "postgres") as url:
        yield url


@pytest.fixture(scope="session")
def database_url(server_url: str) -> str:
    upgrade(server_url)
    return server_url


@pytest.fixture(scope="module")
async def empty_database_url(server_url: str) -> str:
    """For tests that commit, or change the schema."""
    name = f"empty_{next(_numbers)}"
    server = create_async_engine(server_url, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    await server.dispose()
    return server_url.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="module")
async def committing_engine(empty_database_url: str) -> AsyncIterator[AsyncEngine]:
    """Of a migrated database of the module's own."""
    await asyncio.to_thread(upgrade, empty_database_url)
    engine = create_engine(empty_database_url)
    yield engine
    await engine.dispose()


@pytest.fixture(scope="module")
def committing(committing_engine: AsyncEngine) -> Transaction:
    """Transactions that really commit."""
    return create_transaction(committing_engine)


@pytest.fixture(scope="session")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.connect() as connection, connection.begin() as outer:
        yield connection
        await outer.rollback()


@pytest.fixture
def transaction(connection: AsyncConnection) -> Transaction:
    """The app's own transactions, as savepoints of one that is never committed."""
    return create_transaction(connection, join_transaction_mode="create_savepoint")


@pytest.fixture
async def session(transaction: Transaction) -> AsyncIterator[AsyncSession]:
    async with transaction() as session:
        yield session


@pytest.fixture
def make(transaction: Transaction) -> Factory:
    return Factory(transaction)


@pytest.fixture
def clock() -> Clock:
    return lambda: NOON


@pytest.fixture(scope="session")
def campus() -> Campus:
    return CAMPUS


@pytest.fixture(scope="session")
def i18n() -> I18n:
    return create_i18n("en")


@pytest.fixture(scope="session")
def signer() -> Signer:
    return SIGNER


@pytest.fixture(scope="session")
def dispatcher(i18n: I18n, campus: Campus, signer: Signer) -> Dispatcher:
    # One for all tests, because a router has one parent; each test feeds its own transaction.
    return create_dispatcher(
        router, i18n, home=home, way_back=way_back, campus=campus, signer=signer
    )


@pytest.fixture
def feed(dispatcher: Dispatcher, transaction: Transaction, clock: Clock) -> Feed:
    return create_feed(dispatcher, transaction, clock)


def create_feed(
    dispatcher: Dispatcher,
    transaction: Transaction,
    clock: Clock,
    telegram: RecordedSession | None = None,
    **shared: Any,
) -> Feed:
    """What gives the dispatcher an update and returns the Telegram that saw the answer: a new
    one each time, unless one is named."""

    async def feed(update: Update) -> RecordedSession:
        seen = telegram or RecordedSession()
        taps = seen.taps_answered() + (update.callback_query is not None)
        bot = create_bot("42:TEST", seen)
        files, pictures = TelegramFiles(bot), Pictures()
        # As it comes in: a model without its bot is made anew by aiogram, at some cost.
        raw = update.model_dump(mode="json", by_alias=True, exclude_none=True)
        await dispatcher.feed_update(
            bot,
            Update.model_validate(raw, context={"bot": bot}),
            transaction=transaction,
            clock=clock,
            files=files,
            pictures=pictures,
            uploads=Uploads(files, pictures),
            showing=create_showing(bot, transaction, clock),
            **shared,
        )
        assert seen.taps_answered() == taps
        assert seen.faults == []
        return seen

    return feed


def create_showing(bot: Bot, transaction: Transaction, clock: Clock) -> Showing:
    screens = Screens(bot, BannerShelf(transaction))
    return Showing(screens, transaction=transaction, clock=clock, spawn=asyncio.ensure_future)
