import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db.models import Leader

logger = logging.getLogger(__name__)

LOCK = 6_101_967
"""Our number of PostgreSQL's advisory lock for the leader."""

PING_SECONDS = 1


@dataclass
class Term:
    """Which leadership this process has."""

    epoch: int | None = None
    """None if another leads, as far as we know. A process that stood still may not know: so what
    must not be done by two demands the epoch that is in the database."""


class Duty(Protocol):
    """What only one process of all may do at a time."""

    def resume(self) -> None: ...

    def pause(self) -> None: ...


async def lead(
    engine: AsyncEngine, term: Term, duties: Sequence[Duty], stop: asyncio.Event
) -> None:
    """Let the duties run while this process, of all equal ones, holds the lock.

    A dead leader's connection is closed by its system, a frozen one's by the server.
    """
    while not stop.is_set():
        try:
            async with engine.connect() as connection:
                if await connection.scalar(select(func.pg_try_advisory_lock(LOCK))):
                    term.epoch = await begin(connection)
                    await hold(connection, duties, stop)
        except (OSError, DBAPIError) as error:
            logger.warning("not the leader for a moment: %s", type(error).__name__)
        finally:
            term.epoch = None
        await pause(stop)


async def begin(connection: AsyncConnection) -> int:
    """The epoch that begins: who led before claims nothing from now on."""
    first = insert(Leader).values(id=1, epoch=1)
    next_one = first.on_conflict_do_update(
        index_elements=[Leader.id], set_={Leader.epoch: Leader.epoch + 1}
    )
    return (await connection.execute(next_one.returning(Leader.epoch))).scalar_one()


async def hold(connection: AsyncConnection, duties: Sequence[Duty], stop: asyncio.Event) -> None:
    logger.info("this process leads: it runs the jobs")
    for duty in duties:
        duty.resume()
    try:
        while not stop.is_set():
            await pause(stop)
            await connection.execute(select(1))
    finally:
        for duty in duties:
            duty.pause()


async def pause(stop: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), PING_SECONDS)
