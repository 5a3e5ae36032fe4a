"""A clock that stands until a test moves it."""

import asyncio

NOON = 1_800_000_000.0


class StandingClock:
    def __init__(self) -> None:
        self._now = NOON
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self._yawn = asyncio.Event()

    def now(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            return
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now + seconds, woken))
        self._yawn.set()
        await woken

    async def advance(self, seconds: float) -> None:
        """Whoever sleeps that long has gone on when this returns, as far as no network is met."""
        self._now += seconds
        for sleeper in [it for it in self._sleepers if it[0] <= self._now]:
            self._sleepers.remove(sleeper)
            if not sleeper[1].done():
                sleeper[1].set_result(None)
        for _ in range(5):
            await asyncio.sleep(0)

    async def slept(self) -> list[float]:
        """Wait until somebody sleeps; for how long they will."""
        async with asyncio.timeout(10):
            while not (waits := [at - self._now for at, it in self._sleepers if not it.done()]):
                self._yawn.clear()
                await self._yawn.wait()
        return waits
