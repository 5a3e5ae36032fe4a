"""PostgreSQL goes away for ten seconds, in three ways, while people use the bot."""

import asyncio
import time

import pytest

from proofs import audit
from proofs.postgres import Postgres, Way
from proofs.scene import Scene
from tests.botapi.people import Act
from tests.botapi.server import BotApi
from tests.botapi.waiting import until

SEED = 20261124
VISITORS, THINKS_SECONDS = 30, 0.3
BEFORE, UPDATES = 150, 500
AWAY_SECONDS = 10


@pytest.mark.parametrize("way", ["fast", "immediate", "frozen"])
async def test_nothing_is_lost_and_no_process_restarted(
    way: Way, postgres: Postgres, scene: Scene, other_scene: Scene
) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(serve(scene, "polling"))
        tasks.create_task(serve(other_scene, "webhook"))
        both = (scene.telegram, other_scene.telegram)
        await until(lambda: all(len(answered(telegram)) > BEFORE for telegram in both))
        async with postgres.away(way):
            await asyncio.sleep(AWAY_SECONDS)
        back_at = time.monotonic()
        await until(lambda: all(answered(telegram)[-1] > back_at for telegram in both))
        scene.tell("both answer again after", time.monotonic() - back_at)


async def serve(scene: Scene, updates: str) -> None:
    """One process, from the first update to the last."""
    crowd = await scene.crowd(size=VISITORS, seed=SEED)
    async with scene.running(updates) as bot:
        await crowd.visit(UPDATES, pause=THINKS_SECONDS)
        await bot.until("/readyz")
        async with scene.database() as transaction:
            await audit.until_nothing_is_owed(transaction)
            assert await bot.stop() == 0
            await audit.audit(scene, transaction, crowd.visitors, of=updates)
    longest = max((act.answered_at or 0) - act.done_at for act in acts(scene.telegram))
    scene.tell(f"{updates}: the longest that somebody waited", longest)


def answered(telegram: BotApi) -> list[float]:
    """When answers came, the last one last."""
    return sorted(act.answered_at for act in acts(telegram) if act.answered_at is not None)


def acts(telegram: BotApi) -> list[Act]:
    return [act for person in telegram.people.values() for act in person.acts]
