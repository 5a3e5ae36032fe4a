"""What is found out about an installation, however long it takes and whatever goes wrong."""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Literal, TypeVar

from program.logs import redact

logger = logging.getLogger(__name__)

Level = Literal["ok", "warning", "failure"]
Found = tuple[str, Level, str]
T = TypeVar("T")

SECONDS = 5
"""For each check; they run side by side."""


@dataclass(frozen=True)
class Finding:
    """The subject and what it says make a sentence. Where all is well there is no advice."""

    subject: str
    level: Level
    says: str
    advice: str


async def attempt(work: Awaitable[T]) -> T | str:
    """Return what it does, or in words why it cannot."""
    try:
        async with asyncio.timeout(SECONDS):
            return await work
    except TimeoutError:
        return f"no answer within {SECONDS} seconds"
    except Exception as error:
        logger.debug("a check failed", exc_info=error)
        began: BaseException = error
        while began.__cause__ is not None:
            began = began.__cause__
        said = getattr(began, "strerror", None) or str(began) or type(began).__name__
        return redact(said).splitlines()[0]
