"""Telegram brings an update again that it thinks was not taken."""

import asyncio
from collections import Counter
from random import Random

from aiohttp import ClientSession, ClientTimeout

from proofs.scene import Scene
from tests.botapi.people import Act
from tests.botapi.pushing import HEADER, PAUSE_SECONDS

MOST = 3
"""Times that an update comes, the first among them."""


class Copies:
    """To either process, at any moment."""

    def __init__(self, scene: Scene, dice: Random) -> None:
        self.sent = 0
        self.statuses: Counter[int] = Counter()
        self._telegram = scene.telegram
        self._dice = dice

    async def __aenter__(self) -> "Copies":
        self._http = ClientSession(timeout=ClientTimeout(total=60))
        self._bringing: set[asyncio.Task[None]] = set()
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*self._bringing)
        await self._http.close()

    def of(self, act: Act) -> None:
        update = self._telegram.incoming.waiting[act.update_id]
        for _ in range(self._dice.randrange(MOST)):
            self.sent += 1
            self._bringing.add(asyncio.ensure_future(self._bring(update)))

    async def _bring(self, update: object) -> None:
        """Until it is taken."""
        await asyncio.sleep(self._dice.choice((0, self._dice.uniform(0, 2))))
        while not await self._offer(update):  # noqa: ASYNC110 - the other side has no event
            await asyncio.sleep(PAUSE_SECONDS)

    async def _offer(self, update: object) -> bool:
        pushing = self._telegram.pushing
        assert pushing.url is not None
        target = f"{self._dice.choice(pushing.replicas)}/{pushing.url.split('/', 3)[3]}"
        signed = {HEADER: pushing.secret}
        async with self._http.post(target, json=update, headers=signed) as answer:
            self.statuses[answer.status] += 1
            return answer.ok
