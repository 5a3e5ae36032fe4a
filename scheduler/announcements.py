"""What is written to many begins, goes on and ends."""

import logging
from datetime import datetime

from db.session import DatabaseAway, Transaction
from domain import outgoing
from domain.campus import Campus
from domain.clock import Clock

logger = logging.getLogger(__name__)


async def announce(transaction: Transaction, campus: Campus, clock: Clock) -> None:
    now = clock()
    async with transaction() as session:
        due = await outgoing.due(session, now=now)
    for announcement_id in due:
        await _begin(transaction, campus, announcement_id, now)
    async with transaction() as session:
        await outgoing.go_on(session, now=now)


async def welcome(transaction: Transaction, campus: Campus, clock: Clock) -> None:
    """Who has joined a course gets what is meant for them too."""
    async with transaction() as session:
        await outgoing.welcome(session, campus, now=clock())


async def _begin(
    transaction: Transaction, campus: Campus, announcement_id: int, now: datetime
) -> None:
    """One that cannot be begun must not keep the others; the next tick tries again."""
    try:
        async with transaction() as session:
            await outgoing.begin(session, campus, announcement_id, now=now)
    except DatabaseAway:
        raise
    except Exception:
        logger.exception("announcement %d cannot be begun", announcement_id)
