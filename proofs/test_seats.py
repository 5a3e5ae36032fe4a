"""200 people at once for the 20 seats of a course."""

import asyncio
import re
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

import pytest
from aiohttp.test_utils import unused_port

from db.session import Transaction
from proofs.audit import (
    apologies,
    audit_log,
    audit_promotions,
    audit_seats,
    until_nothing_is_owed,
)
from proofs.conftest import Tell
from tests.botapi import program
from tests.botapi.people import Person
from tests.botapi.program import course_link, for_telegram
from tests.botapi.server import BotApi
from tests.factories import Factory

PEOPLE, SEATS, LEAVERS = 200, 20, 10

STEPS = ("Enroll", "I agree", "Visitor")
"""Of the first meeting; the last one, to skip the group, finishes it and enrolls."""


@pytest.mark.parametrize(("updates", "processes"), [("polling", 1), ("webhook", 2)])
async def test_seats_and_ranks_are_given_once(
    updates: str,
    processes: int,
    telegram: BotApi,
    api_url: str,
    database_url: str,
    transaction: Transaction,
    tell: Tell,
) -> None:
    course = await Factory(transaction).course(name="Physics", capacity=SEATS)
    people = [telegram.person(f"Visitor {number}") for number in range(PEOPLE)]
    ports = [unused_port() for _ in range(processes)]
    async with AsyncExitStack() as lives:
        for port in ports:
            settings = for_telegram(api_url, database_url, updates=updates, port=port)
            settings["public_url"] = f"http://127.0.0.1:{ports[0]}"
            bot = await lives.enter_async_context(program.running("run", **settings))
            await bot.until("/readyz")
        telegram.pushing.replicas = [f"http://127.0.0.1:{port}" for port in ports]

        await everybody(people, course_link(course.public_id))
        for label in STEPS:
            await everybody(people, label)
        began = time.monotonic()
        await everybody(people, "Skip")
        tell("people told where they stand, after all tapped at once", time.monotonic() - began)

        seated = [person for person in people if "You are enrolled in" in seen(person)]
        queue = sorted((it for it in people if it not in seated), key=rank)
        assert len(seated) == SEATS
        assert [rank(person) for person in queue] == [*range(1, PEOPLE - SEATS + 1)]
        tell("seats and ranks as told", f"{len(seated)}, 1..{rank(queue[-1])} without a gap")

        for label in ("To the course", "Leave the course", "Yes, leave"):
            await everybody(seated[:LEAVERS], label)
        left_at = time.monotonic()
        for person in queue[:LEAVERS]:
            await person.until(lambda person=person: bool(person.notices()))
        tell("the first of the queue told, after others left", time.monotonic() - left_at)
        await until_nothing_is_owed(transaction)

    assert [len(it.notices()) for it in queue] == [1] * LEAVERS + [0] * (len(queue) - LEAVERS)
    assert apologies(telegram) == telegram.refusals == []
    assert telegram.incoming.waiting == {}
    async with transaction() as session:
        await audit_seats(session)
        tell("entries of the log", await audit_log(session))
        assert await audit_promotions(session, telegram) == LEAVERS
    tell("updates", sum(len(person.acts) for person in people))
    tell("updates brought again to the webhook", telegram.pushing.failures)


async def everybody(people: Sequence[Person], does: str) -> None:
    """All at once: a command is written, a button pressed."""
    acts = [it.say(does) if does.startswith("/") else it.press(does) for it in people]
    await asyncio.gather(*(it.answer(act) for it, act in zip(people, acts, strict=True)))


def seen(person: Person) -> str:
    assert person.sees is not None
    return person.sees.text


def rank(person: Person) -> int:
    found = re.search(r"in the queue for Physics, number (\d+)", seen(person))
    assert found is not None, seen(person)
    return int(found[1])
