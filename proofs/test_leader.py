"""Processes that stand still, and equal processes of which one leads."""

import asyncio
import time
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import timedelta

from db.models import DeliveryStatus
from domain.clock import utc_now
from proofs import audit, owing
from proofs.measure import SLACK, TIMES
from proofs.scene import Scene
from proofs.strict import StrictBotApi
from scheduler.deliveries import HANDS
from scheduler.lanes import AT_ONCE
from tests.botapi.program import Program
from tests.botapi.waiting import until

SEED = 20261125
VISITORS, THINKS_SECONDS, UPDATES = 30, 0.5, 900
TAKEOVER_SECONDS = 5
SOME = 30
"""Messages, by which one is known to send."""

RECIPIENTS = 350 * TIMES
"""Enough for all the time that it takes."""

FROZEN_SECONDS = 8
SETTLED_SECONDS = 3
"""In which a thawed leader notices that it is none."""


async def test_another_leads_when_the_leader_is_killed_or_stands_still(scene: Scene) -> None:
    crowd = await scene.crowd(size=VISITORS, seed=SEED)
    async with (
        asyncio.TaskGroup() as tasks,
        scene.running(name="second") as second,
        scene.running(name="third") as third,
        scene.running(name="first") as first,
        scene.database() as transaction,
    ):
        bots = {"first": first, "second": second, "third": third}
        tasks.create_task(crowd.visit(UPDATES, pause=THINKS_SECONDS))
        await crowd.until(VISITORS)
        leader = await kill_leader(scene, bots)
        leader = await freeze_leader(scene, bots, leader)
        thawed_at = time.monotonic()
        await crowd.until_all()
        await audit.let_leases_end(transaction)
        await audit.until_nothing_is_owed(transaction)

        assert pollers(scene, thawed_at) == {leader}
        assert [await bot.stop() for bot in bots.values()] == [0, 0]
        await audit.audit(scene, transaction, crowd.visitors)


async def test_a_process_that_stood_still_loses_nothing(scene: Scene) -> None:
    crowd = await scene.crowd(size=VISITORS, seed=SEED)
    async with (
        asyncio.TaskGroup() as tasks,
        scene.running("webhook") as bot,
        scene.database() as transaction,
    ):
        tasks.create_task(crowd.visit(UPDATES // 2))
        await crowd.until(UPDATES // 4)
        await stand_still(bot)
        await crowd.until_all()
        await audit.until_nothing_is_owed(transaction)

        assert await bot.stop() == 0
        await audit.audit(scene, transaction, crowd.visitors)


async def test_each_is_told_though_leaders_are_killed_and_stand_still(
    strict_scene: Scene, strict: StrictBotApi
) -> None:
    people = [strict.person(f"Recipient {number}") for number in range(RECIPIENTS)]
    took: list[float] = []
    async with strict_scene.database() as transaction, AsyncExitStack() as lives:
        await owing.owe(transaction, people, repeat_until=utc_now() + timedelta(hours=1))
        bots = {it: await lives.enter_async_context(start(strict_scene, it)) for it in "ab"}
        for number in range(TIMES):
            leader = await leader_of(strict)
            if number % 2:
                await bots.pop(leader).kill()
                took.append(await take_over(strict, leader))
                name = f"{leader}x"
                bots[name] = await lives.enter_async_context(start(strict_scene, name))
            else:
                took.append(await thaw_after(strict, bots, leader))
        await audit.let_leases_end(transaction)
        await audit.until_nothing_is_owed(transaction)
        ends = await owing.ends(transaction)

    told = owing.told(people)
    strict_scene.tell(f"the longest takeover of {TIMES}", max(took))
    strict_scene.tell("told twice", sum(told.values()) - RECIPIENTS)
    assert max(took) < TAKEOVER_SECONDS * SLACK
    assert ends == dict.fromkeys((it.id for it in people), DeliveryStatus.SENT)
    assert min(told.values()) == 1
    assert sum(told.values()) - RECIPIENTS <= TIMES * AT_ONCE


def start(scene: Scene, name: str) -> AbstractAsyncContextManager[Program]:
    return scene.running("webhook", name=name)


async def leader_of(strict: StrictBotApi) -> str:
    """Who sends; it has done so for a while."""
    heard = len(strict.arrivals) + SOME
    await until(lambda: len(strict.arrivals) > heard)
    return strict.arrivals[-1].who


async def take_over(strict: StrictBotApi, before: str) -> float:
    """After how long another sends."""
    since = time.monotonic()
    await until(lambda: strict.arrivals[-1].who != before)
    return strict.arrivals[-1].at - since


async def thaw_after(strict: StrictBotApi, bots: dict[str, Program], leader: str) -> float:
    """It stands still until another leads, and sends nothing when it goes on."""
    bots[leader].freeze()
    took = await take_over(strict, leader)
    await asyncio.sleep(FROZEN_SECONDS - took)
    thawed_at = time.monotonic()
    bots[leader].thaw()
    await asyncio.sleep(SETTLED_SECONDS)
    sent = [it for it in strict.arrivals if it.who == leader and it.at > thawed_at]
    # What it had claimed, and what was on its way.
    assert len(sent) <= HANDS + 1
    return took


async def kill_leader(scene: Scene, bots: dict[str, Program]) -> str:
    """Who leads then."""
    [leader] = pollers(scene, time.monotonic() - 1)
    await bots.pop(leader).kill()
    took, heir = await next_leader(scene, leader)
    scene.tell("takeover after kill -9", took)
    assert took < TAKEOVER_SECONDS * SLACK
    return heir


async def freeze_leader(scene: Scene, bots: dict[str, Program], leader: str) -> str:
    """Who leads when the frozen one is awake again."""
    async with asyncio.TaskGroup() as tasks:
        await asyncio.sleep(SETTLED_SECONDS)
        tasks.create_task(stand_still(bots[leader]))
        took, heir = await next_leader(scene, leader)
    scene.tell("takeover after a freeze", took)
    assert took < TAKEOVER_SECONDS * SLACK
    await asyncio.sleep(SETTLED_SECONDS)
    return heir


async def stand_still(bot: Program) -> None:
    bot.freeze()
    await asyncio.sleep(FROZEN_SECONDS)
    bot.thaw()


async def next_leader(scene: Scene, before: str) -> tuple[float, str]:
    """After how long another than before asks for updates, and who."""
    since = time.monotonic()
    await until(lambda: pollers(scene, since) - {before})
    [leader] = pollers(scene, since) - {before}
    return time.monotonic() - since, leader


def pollers(scene: Scene, since: float) -> set[str]:
    return {who for at, who in scene.telegram.pollers if at > since}
