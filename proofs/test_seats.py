"""200 people at once for the 20 seats of a course."""

import asyncio
import re
import time
from collections.abc import Sequence

import pytest

from proofs import audit
from proofs.scene import Scene
from tests.botapi.people import Person
from tests.botapi.program import course_link
from tests.factories import Factory

PEOPLE, SEATS, LEAVERS = 200, 20, 10


@pytest.mark.parametrize(("updates", "processes"), [("polling", 1), ("webhook", 2)])
async def test_seats_and_ranks_are_given_once(updates: str, processes: int, scene: Scene) -> None:
    people = [scene.telegram.person(f"Visitor {number}") for number in range(PEOPLE)]
    async with scene.database() as transaction, scene.replicas(processes, updates):
        course = await Factory(transaction).course(name="Physics", capacity=SEATS)
        await introduce(people, course_link(course.public_id))
        seated, queue = await rush(scene, people)
        await leave(scene, seated[:LEAVERS], queue[:LEAVERS])
        await audit.until_nothing_is_owed(transaction)

        told = [len(person.notices()) for person in queue]
        assert told == [1] * LEAVERS + [0] * (PEOPLE - SEATS - LEAVERS)
        assert audit.apologies(scene.telegram) == scene.telegram.refusals == []
        async with transaction() as session:
            await audit.audit_seats(session)
            scene.tell("entries of the log", await audit.audit_log(session))
            assert await audit.audit_promotions(session, scene.telegram) == LEAVERS


async def introduce(people: Sequence[Person], link: str) -> None:
    """Up to the last question of the first meeting: its answer enrolls."""
    for step in (link, "Enroll", "I agree", "Visitor"):
        await everybody(people, step)


async def rush(scene: Scene, people: Sequence[Person]) -> tuple[list[Person], list[Person]]:
    """Who got a seat, and who waits, in order; all tap at once."""
    began = time.monotonic()
    await everybody(people, "Skip")
    scene.tell("200 told where they stand after", time.monotonic() - began)

    seated = [person for person in people if "You are enrolled in" in seen(person)]
    queue = sorted((it for it in people if it not in seated), key=rank)
    assert len(seated) == SEATS
    assert [rank(person) for person in queue] == [*range(1, PEOPLE - SEATS + 1)]
    scene.tell("seats, and ranks as told", f"{len(seated)}, 1 to {rank(queue[-1])} without a gap")
    scene.tell("updates brought more than once", scene.telegram.incoming.brought_again())
    return seated, queue


async def leave(scene: Scene, leavers: Sequence[Person], next_in_line: Sequence[Person]) -> None:
    for step in ("To the course", "Leave the course", "Yes, leave"):
        await everybody(leavers, step)
    began = time.monotonic()
    for person in next_in_line:
        await person.until(person.notices)
    scene.tell("the first ten of the queue told after", time.monotonic() - began)


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
