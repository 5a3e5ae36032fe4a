"""A database that goes away while a letter is being written."""

import asyncio
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sending import Letter
from db.models import Delivery, DeliveryKind, DeliveryStatus
from db.session import Transaction
from domain.deliveries import Parcel
from scheduler.chats import Chats
from scheduler.lanes import Lanes
from scheduler.letters import LETTERS
from tests.factories import NOON, Factory
from tests.scheduler.conftest import CountingPacer, Hire, Time, begun
from tests.telegram import RecordedSession


async def at_once(_seconds: float) -> None:
    pass


def few_places() -> Lanes:
    """As many as there are hands: one that is lost is missed."""
    seconds = count()
    lanes = Lanes(CountingPacer(), Chats(time=lambda: float(next(seconds)), sleep=at_once))
    lanes.urgent.places = asyncio.Semaphore(3)
    return lanes


class Trouble(Enum):
    """What befalls a letter while it is being written."""

    LOST = auto()
    """The server ends the connection."""
    RACE = auto()
    """Somebody else holds what it needs, for too long."""
    SILENCE = auto()
    """A statement is not answered."""


@pytest.mark.parametrize("trouble", Trouble)
async def test_letter_that_met_no_database_is_written_again_and_holds_up_nobody(
    hire: Hire,
    committing: Transaction,
    telegram: RecordedSession,
    time: Time,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Trouble,
) -> None:
    make = Factory(committing)
    people = [await make.user() for _ in range(8)]
    course = await make.course(*people)
    about: dict[str, Any] = {"payload": {"course_id": course.id}}
    owed = [await make.delivery(it, **about) for it in people]
    unlucky, write = owed[4].id, LETTERS[DeliveryKind.PROMOTED]

    async def stumble(session: AsyncSession, parcel: Parcel, now: datetime) -> Letter | None:
        if parcel.id == unlucky and time.now == NOON:
            await meet(trouble, session, committing)
        return await write(session, parcel, now)

    monkeypatch.setitem(LETTERS, DeliveryKind.PROMOTED, stumble)
    sender = hire(transaction=committing, lanes=few_places(), term=await begun(committing))
    for _ in range(3):
        await sender.drain()
    assert len(telegram.calls) == len(people) - 1

    time.now += timedelta(seconds=10)
    await sender.drain()

    assert len(telegram.calls) == len(people)
    assert {it.status for it in await make.all(Delivery)} == {DeliveryStatus.SENT}


async def meet(trouble: Trouble, session: AsyncSession, others: Transaction) -> None:
    match trouble:
        case Trouble.LOST:
            own = await session.scalar(text("SELECT pg_backend_pid()"))
            async with others() as other:
                await other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            await session.execute(text("SELECT 1"))
        case Trouble.RACE:
            await session.execute(text("SET LOCAL lock_timeout = '1ms'"))
            async with others() as other:
                await other.execute(text("LOCK TABLE holidays"))
                await session.execute(text("SELECT * FROM holidays"))
        case Trouble.SILENCE:
            raise TimeoutError
