import asyncio
from collections.abc import Callable

PATIENCE_SECONDS = 90
"""Starting takes some seconds of a slow machine; a busy one is slower yet."""


async def until(happened: Callable[[], object], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for what another process does, and does not announce."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - there is no event
            await asyncio.sleep(0.02)
