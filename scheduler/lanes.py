"""The ways on which messages leave: what is urgent never waits behind what is not."""

import asyncio
from dataclasses import dataclass, field

from scheduler.chats import Chats
from scheduler.pacer import Pacer

AT_ONCE = 64
"""Calls on each way: at Telegram's ceiling, enough for a round trip of two seconds."""


@dataclass
class Lane:
    is_urgent: bool
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    in_hand: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held as long as it takes messages."""


class Lanes:
    """Two, with one pace: what is urgent takes the next moment there is, so all that is not comes
    so much later, and together they are never more than Telegram takes."""

    def __init__(self, pacer: Pacer, chats: Chats) -> None:
        self.urgent = Lane(is_urgent=True)
        self.bulk = Lane(is_urgent=False)
        self.pacer = pacer
        self.chats = chats


def create_lanes(per_second: float) -> Lanes:
    return Lanes(Pacer(per_second), Chats())
