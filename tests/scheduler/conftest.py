import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol

import pytest
from aiogram.utils.i18n import I18n
from sqlalchemy.ext.asyncio import AsyncSession

from bot.factory import create_bot
from bot.screens import Screens
from bot.shelf import BannerShelf
from db.session import Transaction
from domain.campus import Campus
from domain.clock import Clock
from domain.tokens import Signer
from scheduler.chats import Chats
from scheduler.claims import Claims
from scheduler.deliveries import Sender
from scheduler.lanes import Lanes
from scheduler.leader import Term, begin
from scheduler.pacer import Pacer
from scheduler.rooms import LiveRooms
from tests.factories import NOON
from tests.people import CAMPUS
from tests.telegram import RecordedSession


class Time:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class CountingPacer(Pacer):
    """Lets everybody go at once, and counts them."""

    def __init__(self) -> None:
        super().__init__(30)
        self.waited = 0

    async def wait(self) -> None:
        self.waited += 1


class OpenChats(Chats):
    """Any number of messages at once, for tests of something else."""

    def resting(self) -> list[int]:
        return []

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        assert chat_id
        yield


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def telegram() -> RecordedSession:
    return RecordedSession()


@pytest.fixture
def pacer() -> CountingPacer:
    return CountingPacer()


@pytest.fixture
def in_turn(transaction: Transaction) -> Transaction:
    """The one connection of a test serves one transaction after another."""
    lock = asyncio.Lock()

    @asynccontextmanager
    async def in_turn() -> AsyncIterator[AsyncSession]:
        async with lock, transaction() as session:
            yield session

    return in_turn


class Hire(Protocol):
    def __call__(
        self,
        *,
        telegram: RecordedSession = ...,
        transaction: Transaction = ...,
        clock: Clock = ...,
        lanes: Lanes | None = ...,
        term: Term = ...,
    ) -> Sender: ...


@pytest.fixture
async def term(in_turn: Transaction) -> Term:
    """Of the process that leads."""
    return await begun(in_turn)


async def begun(transaction: Transaction) -> Term:
    async with transaction() as session:
        return Term(await begin(await session.connection()))


@pytest.fixture
def hire(
    telegram: RecordedSession,
    in_turn: Transaction,
    time: Time,
    i18n: I18n,
    pacer: Pacer,
    term: Term,
) -> Hire:
    """A sender with whatever is to be another."""

    def hire(
        *,
        telegram: RecordedSession = telegram,
        transaction: Transaction = in_turn,
        clock: Clock = time,
        lanes: Lanes | None = None,
        term: Term = term,
    ) -> Sender:
        bot = create_bot("42:TEST", telegram)
        return Sender(
            Screens(bot, BannerShelf(transaction), patience_seconds=0),
            Claims(transaction=transaction, clock=clock, campus=CAMPUS, i18n=i18n, term=term),
            lanes=lanes or Lanes(pacer, OpenChats()),
            clock=clock,
            spawn=asyncio.ensure_future,
        )

    return hire


@pytest.fixture
def sender(hire: Hire) -> Sender:
    return hire()


@pytest.fixture
def rooms(
    telegram: RecordedSession,
    in_turn: Transaction,
    time: Time,
    campus: Campus,
    i18n: I18n,
    signer: Signer,
) -> LiveRooms:
    screens = Screens(create_bot("42:TEST", telegram), BannerShelf(in_turn))
    return LiveRooms(
        screens,
        transaction=in_turn,
        clock=time,
        campus=campus,
        i18n=i18n,
        signer=lambda: signer,
    )
