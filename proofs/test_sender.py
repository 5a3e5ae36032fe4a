"""The sender is killed in the middle of notices and of bulk, again and again."""

from collections.abc import Sequence

from db.models import DeliveryStatus
from db.session import Transaction
from domain import authoring
from domain.clock import utc_now
from proofs import owing
from proofs.audit import count_owed, let_leases_end, until_nothing_is_owed
from proofs.measure import TIMES
from proofs.scene import Scene
from scheduler.lanes import AT_ONCE
from tests.botapi import program
from tests.botapi.people import Person
from tests.botapi.waiting import until
from tests.factories import Factory
from tests.people import CAMPUS, as_actor

NOTICES, BULK = 200, 400
APART = 25
"""Messages, from one kill to the next."""


async def test_nobody_is_lost_and_few_are_told_twice(scene: Scene) -> None:
    scene.telegram.latency = 0.1
    people = [scene.telegram.person(f"Visitor {number}") for number in range(NOTICES)]
    many = [scene.telegram.person(f"Recipient {number}") for number in range(BULK)]
    async with scene.database() as transaction:
        await promote(transaction, people)
        await owing.owe(transaction, many)
        in_flight = await kill_again_and_again(scene, transaction)
        async with scene.running():
            await let_leases_end(transaction)
            await until_nothing_is_owed(transaction)
        ends, of_bulk = await owing.count_ends(transaction), await owing.ends(transaction)

    told, told_many = times_told(people), owing.told(many)
    doubtful = {it for it, status in of_bulk.items() if status is DeliveryStatus.UNKNOWN}
    scene.tell("kills; in flight at each", f"{TIMES}; {in_flight}")
    scene.tell("notices told; told twice", f"{sum(map(bool, told))}; {sum(told) - NOTICES}")
    scene.tell("bulk told; in doubt, and listed so", f"{sum(told_many.values())}; {len(doubtful)}")
    assert min(told) == 1
    assert sum(told) - NOTICES <= sum(in_flight)
    assert max(told_many.values()) == 1
    assert {it for it, times in told_many.items() if not times} <= doubtful
    assert len(doubtful) <= sum(in_flight)
    assert ends[DeliveryStatus.SENT] + ends[DeliveryStatus.UNKNOWN] == NOTICES + BULK
    assert max(in_flight) <= 2 * AT_ONCE
    assert scene.telegram.refusals == []


async def kill_again_and_again(scene: Scene, transaction: Transaction) -> Sequence[int]:
    """How much was in flight at each kill."""
    settings, in_flight = scene.settings(), []
    for _ in range(TIMES):
        heard = scene.telegram.calls + APART
        async with program.running("run", **settings) as bot:
            await until(lambda heard=heard: scene.telegram.calls >= heard)  # type: ignore[misc]
            await bot.kill()
        in_flight.append(await count_owed(transaction, DeliveryStatus.SENDING))
        await let_leases_end(transaction)
    return in_flight


async def promote(transaction: Transaction, people: list[Person]) -> None:
    """They all wait for a course without seats, which then gets as many as they are."""
    make = Factory(transaction)
    waiting = [await make.user(telegram_id=person.id) for person in people]
    course, host = await make.course(waiting=waiting, capacity=0), await make.user(telegram_id=1)
    await make.staff(course, host)
    async with transaction() as session:
        await authoring.edit(
            session, as_actor(host), CAMPUS, course_id=course.id, capacity=NOTICES, now=utc_now()
        )


def times_told(people: list[Person]) -> list[int]:
    return [len(person.notices()) for person in people]
