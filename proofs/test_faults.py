"""Telegram and the database do everything that they may do to a message."""

import asyncio
from collections import Counter, deque
from random import Random

from db.models import Delivery, DeliveryStatus
from db.session import Transaction
from domain.clock import utc_now
from domain.deliveries import screen
from proofs import owing
from proofs.audit import until_nothing_is_owed
from proofs.postgres import Postgres
from proofs.scene import Scene
from proofs.strict import StrictBotApi
from tests.botapi.people import Person
from tests.botapi.waiting import until
from tests.factories import Factory

RECIPIENTS, SEED = 400, 20261126
AWAY_SECONDS = 3

SENT, UNREACHABLE = DeliveryStatus.SENT, DeliveryStatus.UNREACHABLE
UNKNOWN = DeliveryStatus.UNKNOWN

FAULTS = {
    "500": UNKNOWN,
    "502": UNKNOWN,
    "hang": UNKNOWN,
    "dropped": UNKNOWN,
    "blocked": UNREACHABLE,
    "deleted": UNREACHABLE,
}
"""What a message meets, and what becomes of it. It is in doubt though it arrived, or did not."""

EACH = 15
"""People meet each of them."""

GROUP, MOVED = -7, 900_000
"""A group, and what it is called when it has become a supergroup."""


async def test_everybody_ends_in_one_state_and_the_report_adds_up(
    strict_scene: Scene, strict: StrictBotApi, postgres: Postgres
) -> None:
    people = [strict.person(f"Recipient {number}") for number in range(RECIPIENTS)]
    met = deal(strict, people)
    async with strict_scene.database() as transaction:
        await owing.owe(transaction, people)
        await owe_group(strict, transaction)
    async with strict_scene.running():
        await trouble(strict, postgres)
        async with strict_scene.database() as transaction:
            await until_nothing_is_owed(transaction)
            ends, told = await owing.ends(transaction), owing.told(people)
            [group] = [it for it in await Factory(transaction).all(Delivery) if it.chat_id]

    strict_scene.tell("what became of them", dict(Counter(ends.values())))
    assert ends.keys() == {it.id for it in people}
    # Some of them were lost before they met it.
    assert [
        it for it, fault in met.items() if ends[it] not in {FAULTS.get(fault, SENT), UNKNOWN}
    ] == []
    assert UNREACHABLE in set(ends.values())
    assert max(told.values()) == 1
    assert [it for it, status in ends.items() if status is SENT and not told[it]] == []
    assert {it for it, times in told.items() if not times} <= {
        it for it, status in ends.items() if status is not SENT
    }
    assert len(ends) == sum(Counter(ends.values())[it] for it in (SENT, UNREACHABLE, UNKNOWN))
    assert (group.status, group.chat_id) == (SENT, MOVED)


async def trouble(strict: StrictBotApi, postgres: Postgres) -> None:
    """The database crashes and comes back; a while later nothing of Telegram is to be had."""
    await until(lambda: len(strict.arrivals) > RECIPIENTS // 4)
    async with postgres.away("immediate"):
        await asyncio.sleep(AWAY_SECONDS)
    await until(lambda: len(strict.arrivals) > RECIPIENTS // 2)
    strict.is_away = True
    await asyncio.sleep(AWAY_SECONDS)
    strict.is_away = False


def deal(strict: StrictBotApi, people: list[Person]) -> dict[int, str]:
    """Who meets what; one of all is told to wait for half a minute."""
    dice = Random(SEED)  # noqa: S311 - to be thrown again
    unlucky = dice.sample(people, EACH * len(FAULTS) + 1)
    kinds = [*(kind for kind in FAULTS for _ in range(EACH)), "429"]
    met = {it.id: kind for it, kind in zip(unlucky, kinds, strict=True)}
    for it, kind in met.items():
        strict.faults[it] = deque([kind])
    return met


async def owe_group(strict: StrictBotApi, transaction: Transaction) -> None:
    strict.faults[GROUP] = deque([f"moved:{MOVED}"])
    moved = strict.person("A group")
    strict.people[MOVED] = moved
    owed = screen(GROUP, key="group", due_at=utc_now(), text="Hello, all.")
    async with transaction() as session:
        session.add(Delivery(**owed))
