"""A process that is killed, or asked to stop, in the middle of everything."""

import asyncio
import time

from proofs import audit
from proofs.crowd import Crowd
from proofs.scene import Scene
from tests.botapi import program

SEED = 20261123
VISITORS = 50
KILLS, UPDATES = 10, 1000
STOPS, UPDATES_BETWEEN_STOPS = 2, 250


async def test_killed_ten_times_it_loses_nothing_and_does_nothing_twice(
    scene: Scene, other_scene: Scene
) -> None:
    await asyncio.gather(
        kill_again_and_again(scene, "polling", SEED),
        kill_again_and_again(other_scene, "webhook", SEED + 1),
    )


async def test_asked_to_stop_under_load_it_ends_in_time_and_loses_nothing(
    scene: Scene, other_scene: Scene
) -> None:
    await asyncio.gather(
        stop_again_and_again(scene, "polling"), stop_again_and_again(other_scene, "webhook")
    )


async def kill_again_and_again(scene: Scene, updates: str, seed: int) -> None:
    crowd, settings = await scene.crowd(size=VISITORS, seed=seed), scene.settings(updates)
    moments = sorted(crowd.dice.sample(range(1, UPDATES - VISITORS), KILLS))
    scene.tell(f"{updates}: seed; answers until each kill", f"{seed}; {moments}")
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(crowd.visit(UPDATES))
        for moment in moments:
            async with program.running("run", **settings) as bot:
                await crowd.until(moment)
                await asyncio.sleep(crowd.dice.uniform(0, 0.05))
                await bot.kill()
        await end_well(scene, updates, crowd)


async def stop_again_and_again(scene: Scene, updates: str) -> None:
    crowd, settings = await scene.crowd(size=VISITORS, seed=SEED), scene.settings(updates)
    scene.telegram.latency = 0.05
    done = [number * UPDATES_BETWEEN_STOPS for number in range(1, STOPS + 2)]
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(crowd.visit(done[-1]))
        for number in done[:-1]:
            async with program.running("run", **settings) as bot:
                await crowd.until(number - VISITORS)
                began = time.monotonic()
                assert await bot.stop() == 0
                scene.tell(f"{updates}: exit 0 after", time.monotonic() - began)
        await end_well(scene, updates, crowd)


async def end_well(scene: Scene, updates: str, crowd: Crowd) -> None:
    """A last process does what is left; then all is accounted for."""
    async with scene.running(updates) as bot, scene.database() as transaction:
        await crowd.until_all()
        await audit.let_leases_end(transaction)
        await audit.until_nothing_is_owed(transaction)
        assert await bot.stop() == 0
        await audit.audit(scene, transaction, crowd.visitors, of=updates)
