"""The sender is killed in the middle of 300 notices."""

from db.models import DeliveryStatus
from db.session import Transaction
from domain import authoring
from domain.clock import utc_now
from proofs.audit import count_owed, let_leases_end, until_nothing_is_owed
from proofs.scene import Scene
from tests.botapi import program
from tests.botapi.people import Person
from tests.botapi.waiting import until
from tests.factories import Factory
from tests.people import CAMPUS, as_actor

PEOPLE = 300
KILLED_AT = (80, 200)
"""When so many notices were heard."""

IN_FLIGHT = 30
"""What a sender has in hand at most."""


async def test_everybody_is_told_and_few_twice(scene: Scene) -> None:
    scene.telegram.latency = 0.1
    people = [scene.telegram.person(f"Visitor {number}") for number in range(PEOPLE)]
    settings, in_flight = scene.settings(), []
    async with scene.database() as transaction:
        await promote(transaction, people)
        for heard in KILLED_AT:
            async with program.running("run", **settings) as bot:
                await until_heard(people, heard)
                await bot.kill()
                in_flight.append(await count_owed(transaction, DeliveryStatus.SENDING))
        async with scene.running():
            await let_leases_end(transaction)
            await until_nothing_is_owed(transaction)
        assert await count_owed(transaction, DeliveryStatus.SENT) == PEOPLE

    told = times_told(people)
    scene.tell("killed when so many notices were heard", KILLED_AT)
    scene.tell("in flight at each kill", in_flight)
    scene.tell("people told; told twice", f"{sum(map(bool, told))}; {sum(told) - PEOPLE}")
    assert min(told) == 1
    assert sum(told) - PEOPLE <= sum(in_flight)
    assert max(in_flight) <= IN_FLIGHT
    assert scene.telegram.refusals == []


async def promote(transaction: Transaction, people: list[Person]) -> None:
    """They all wait for a course without seats, which then gets as many as they are."""
    make = Factory(transaction)
    waiting = [await make.user(telegram_id=person.id) for person in people]
    course, host = await make.course(waiting=waiting, capacity=0), await make.user(telegram_id=1)
    await make.staff(course, host)
    async with transaction() as session:
        await authoring.edit(
            session, as_actor(host), CAMPUS, course_id=course.id, capacity=PEOPLE, now=utc_now()
        )


async def until_heard(people: list[Person], notices: int) -> None:
    await until(lambda: sum(times_told(people)) >= notices)


def times_told(people: list[Person]) -> list[int]:
    return [len(person.notices()) for person in people]
