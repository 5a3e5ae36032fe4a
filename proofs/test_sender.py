"""The sender is killed in the middle of 300 notices."""

import asyncio

from db.models import DeliveryStatus, User
from db.session import Transaction
from domain import courses
from domain.clock import utc_now
from proofs.audit import count_owed, let_leases_end, until_nothing_is_owed
from proofs.conftest import Tell
from tests.botapi import program
from tests.botapi.program import for_telegram
from tests.botapi.server import BotApi
from tests.factories import Factory
from tests.people import as_actor

PEOPLE = 300
KILLED_AT = (60, 150, 240)
"""When so many notices were heard."""

IN_FLIGHT = 30


async def test_everybody_is_told_and_few_twice(
    telegram: BotApi, api_url: str, database_url: str, transaction: Transaction, tell: Tell
) -> None:
    telegram.latency = 0.1
    people = [telegram.person(f"Visitor {number}") for number in range(PEOPLE)]
    waiting = [await Factory(transaction).user(telegram_id=person.id) for person in people]
    right, in_flight = for_telegram(api_url, database_url), []
    await promote_all(transaction, waiting)
    for heard in KILLED_AT:
        async with program.running("run", **right) as bot:
            await until(telegram, heard)
            await bot.kill()
            in_flight.append(await count_owed(transaction, DeliveryStatus.SENDING))
    async with program.running("run", **right) as bot:
        await bot.until("/readyz")
        await let_leases_end(transaction)
        await until_nothing_is_owed(transaction)
        assert await bot.stop() == 0

    told = [len(person.notices()) for person in people]
    twice = sum(told) - PEOPLE
    tell("killed when so many notices were heard", KILLED_AT)
    tell("in flight at each kill", in_flight)
    tell("people told, of 300", sum(times > 0 for times in told))
    tell("told twice", twice)
    assert min(told) == 1
    assert twice <= sum(in_flight)
    assert max(in_flight) <= IN_FLIGHT
    assert await count_owed(transaction, DeliveryStatus.SENT) == PEOPLE
    assert telegram.refusals == []


async def promote_all(transaction: Transaction, waiting: list[User]) -> None:
    """They all wait for a course without seats, which then gets as many as they are."""
    make = Factory(transaction)
    host = await make.user(telegram_id=1)
    course = await make.course(waiting=waiting, capacity=0)
    await make.staff(course, host)
    async with transaction() as session:
        await courses.change(
            session, as_actor(host), course_id=course.id, capacity=PEOPLE, now=utc_now()
        )


async def until(telegram: BotApi, heard: int) -> None:
    async with asyncio.timeout(program.START_SECONDS):
        while sum(len(person.notices()) for person in telegram.people.values()) < heard:
            await asyncio.sleep(0.01)
