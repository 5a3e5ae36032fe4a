"""What goes wrong because a test asked for it, and what the bot called."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from sandbox.people import Json

KEPT_CALLS = 1_000


class Fault(BaseModel):
    method: str = "*"
    kind: Literal["429", "500", "502", "timeout", "drop", "refuse"]
    times: int = 1
    """How many calls meet it."""
    retry_after: int = 1
    after: int = 0
    """How many calls of that kind pass before it."""
    person: int | None = None

    def meets(self, method: str, person: int | None) -> bool:
        if self.method.lower() not in {"*", method.lower()}:
            return False
        return self.person is None or self.person == person


class Faults:
    def __init__(self) -> None:
        self._asked: list[Fault] = []
        self._lifted = asyncio.Event()

    def add(self, fault: Fault) -> None:
        self._asked.append(fault)

    def clear(self) -> None:
        self._asked.clear()
        # Who hangs in a "timeout" is let go.
        self._lifted.set()
        self._lifted = asyncio.Event()

    def next(self, method: str, person: int | None) -> Fault | None:
        """The one that this call meets."""
        for fault in self._asked:
            if not fault.meets(method, person):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._asked.remove(fault)
            return fault
        return None

    async def lifted(self) -> None:
        await self._lifted.wait()


@dataclass
class Called:
    method: str
    parameters: Json
    at: float
    error: str | None = None

    def as_json(self) -> Json:
        return dict(vars(self))


class Calls:
    def __init__(self) -> None:
        self.by_method: Counter[str] = Counter()
        self._last: deque[Called] = deque(maxlen=KEPT_CALLS)

    def add(self, called: Called) -> None:
        self.by_method[called.method] += 1
        self._last.append(called)

    def last(self, count: int) -> list[Called]:
        return list(self._last)[-count:] if count > 0 else []

    def clear(self) -> None:
        self.by_method.clear()
        self._last.clear()
