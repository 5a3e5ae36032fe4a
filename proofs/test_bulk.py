"""Many are told at Telegram's pace, while others use the bot. With RECIPIENTS=10000 it takes
twice six minutes."""

import asyncio
from collections import Counter

import pytest

from db.models import DeliveryStatus
from db.session import Transaction
from domain import authoring
from domain.clock import utc_now
from proofs.measure import RECIPIENTS, SLACK
from proofs.owing import WORDS, count_ends, is_owed, owe
from proofs.scene import Scene
from proofs.strict import StrictBotApi, busiest_second, least_gap
from tests.botapi.people import Person
from tests.botapi.waiting import until
from tests.factories import Factory
from tests.people import CAMPUS, as_actor

CEILING, SHARE = 30, 0.99
"""Messages a second, and how much of that is to be reached."""

VISITORS, THINKS_SECONDS = 5, 1.0
QUIET_TAPS = 50
DELAYED_SECONDS, OVERTAKES_SECONDS = 0.05, 2.0


@pytest.mark.parametrize("round_trip", [0.06, 1.5])
async def test_everybody_is_told_at_the_pace_that_telegram_takes(
    strict_scene: Scene, strict: StrictBotApi, round_trip: float
) -> None:
    scene, telegram = strict_scene, strict
    telegram.latency = round_trip
    people = [telegram.person(f"Recipient {number}") for number in range(RECIPIENTS)]
    visitors = [telegram.person(f"Visitor {number}") for number in range(VISITORS)]
    waiting = telegram.person("Waits for a seat")
    async with scene.database() as transaction, scene.running():
        before = await asyncio.gather(*(taps(it, QUIET_TAPS // VISITORS) for it in visitors))
        quiet = [it for took in before for it in took]
        await owe(transaction, people)
        busy, overtook = await meanwhile(transaction, telegram, visitors, waiting)
        ends = await count_ends(transaction)

    scene.tell("p99 of answers: quiet, meanwhile", f"{p99(quiet):.3f} s, {p99(busy):.3f} s")
    scene.tell("a promotion overtook within", f"{overtook:.2f} s")
    assert ends == {DeliveryStatus.SENT: RECIPIENTS + 1}
    judge_pace(scene, telegram, people)
    assert p99(busy) - p99(quiet) <= DELAYED_SECONDS * SLACK
    assert overtook <= OVERTAKES_SECONDS * SLACK


def judge_pace(scene: Scene, telegram: StrictBotApi, people: list[Person]) -> None:
    bulk = [it for it in telegram.arrivals if it.text == WORDS]
    at = [it.at for it in bulk]
    took = at[-1] - at[0]
    most = max(busiest_second(at[i : i + 40]) - telegram.bunched(it) for i, it in enumerate(at))
    scene.tell(f"round trip {telegram.latency} s: {RECIPIENTS} told within", took)
    scene.tell("share of the ceiling", f"{(len(at) - 1) / CEILING / took:.2%}")
    scene.tell("the most in a second, as seen", busiest_second(at))
    scene.tell("the same, but for pauses of the server that sees it", most)
    scene.tell("refused as too fast", len(telegram.floods))
    assert Counter(it.chat_id for it in bulk) == {it.id: 1 for it in people}
    # Beside other work, what left in time may arrive together.
    assert len(telegram.floods) <= SLACK - 1
    assert telegram.refusals == []
    assert most <= CEILING + 1
    assert least_gap(telegram.bulk()) >= 1
    assert took <= RECIPIENTS / CEILING / SHARE * SLACK


async def meanwhile(
    transaction: Transaction, telegram: StrictBotApi, visitors: list[Person], waiting: Person
) -> tuple[list[float], float]:
    """How long answers take until everybody is told, and how soon somebody reads of a seat."""
    is_over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tapping = [tasks.create_task(taps_until(it, is_over)) for it in visitors]
        await until(lambda: len(telegram.arrivals) > RECIPIENTS // 3, seconds=RECIPIENTS)
        overtook = await promote(transaction, waiting)
        while await is_owed(transaction):  # noqa: ASYNC110 - another process sends it
            await asyncio.sleep(1)
        is_over.set()
    return [it for task in tapping for it in task.result()], overtook


async def promote(transaction: Transaction, waiting: Person) -> float:
    make, loop = Factory(transaction), asyncio.get_running_loop()
    user = await make.user(telegram_id=waiting.id)
    course, host = await make.course(waiting=[user], capacity=0), await make.user(telegram_id=1)
    await make.staff(course, host)
    async with transaction() as session:
        await authoring.edit(
            session, as_actor(host), CAMPUS, course_id=course.id, capacity=1, now=utc_now()
        )
    began = loop.time()
    await waiting.until(waiting.notices)
    return loop.time() - began


async def taps(visitor: Person, times: int) -> list[float]:
    """How long each answer took."""
    took = []
    for _ in range(times):
        act = visitor.say("/help")
        await visitor.answer(act)
        took.append((act.answered_at or 0) - act.done_at)
        await asyncio.sleep(THINKS_SECONDS / 4)
    return took


async def taps_until(visitor: Person, is_over: asyncio.Event) -> list[float]:
    took = []
    while not is_over.is_set():
        took += await taps(visitor, 1)
        await asyncio.sleep(THINKS_SECONDS)
    return took


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]
