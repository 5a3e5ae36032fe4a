"""Processes that stand still, and equal processes of which one leads."""

import asyncio
import time

from proofs import audit
from proofs.scene import Scene
from tests.botapi.program import Program
from tests.botapi.waiting import until

SEED = 20261125
VISITORS, THINKS_SECONDS, UPDATES = 30, 0.5, 900
TAKEOVER_SECONDS = 5
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
        await crowd.until(UPDATES)
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
        await crowd.until(UPDATES // 2)
        await audit.until_nothing_is_owed(transaction)

        assert await bot.stop() == 0
        await audit.audit(scene, transaction, crowd.visitors)


async def kill_leader(scene: Scene, bots: dict[str, Program]) -> str:
    """Who leads then."""
    [leader] = pollers(scene, time.monotonic() - 1)
    await bots.pop(leader).kill()
    took, heir = await next_leader(scene, leader)
    scene.tell("takeover after kill -9", took)
    assert took < TAKEOVER_SECONDS
    return heir


async def freeze_leader(scene: Scene, bots: dict[str, Program], leader: str) -> str:
    """Who leads when the frozen one is awake again."""
    async with asyncio.TaskGroup() as tasks:
        await asyncio.sleep(SETTLED_SECONDS)
        tasks.create_task(stand_still(bots[leader]))
        took, heir = await next_leader(scene, leader)
    scene.tell("takeover after a freeze", took)
    assert took < TAKEOVER_SECONDS
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
