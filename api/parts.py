"""What the API is made of, built once by the composition root."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.limits import Limits
from api.streams import Streams
from db.session import DatabaseAway, Transaction
from domain.campus import Campus
from domain.clock import Clock
from domain.pictures import Pictures
from domain.tokens import Signer


def not_yet() -> Signer:
    raise DatabaseAway


@dataclass(frozen=True)
class Parts:
    transaction: Transaction
    clock: Clock
    campus: Campus
    bot_token: str
    limits: Limits
    reading: Transaction | None = None
    """For a GET, where each statement may stand for itself: it saves a begin and a commit."""
    signer: Callable[[], Signer] = not_yet
    """Of codes. Raises `DatabaseAway` until Telegram has told us who we are."""
    pictures: Pictures = field(default_factory=Pictures)
    frames: Sequence[str] = ()
    """Whose pages may show ours in a frame, beside Telegram's own."""
    streams: Streams = field(default_factory=Streams)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is to end: what is open for long ends by itself."""


def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


@dataclass(frozen=True)
class Work:
    """In which transaction, and when, a request is worked on."""

    session: AsyncSession
    now: datetime


def work_of(request: Request) -> Work:
    work: Work = request.state.work
    return work
