"""What the clock starts. Each job asks the database what is due, so none has a memory."""

import logging
from datetime import datetime

from db.session import Conflict, DatabaseAway, Transaction
from domain import retention, waitlist
from domain.clock import Clock

logger = logging.getLogger(__name__)


async def settle_waiting_lists(transaction: Transaction, clock: Clock) -> None:
    async with transaction() as session:
        await waitlist.settle(session, now=clock())


async def keep_house(transaction: Transaction, clock: Clock) -> None:
    """Forget what has served its purpose, then whoever has been away for too long."""
    now = clock()
    for kind in retention.FORGET:
        async with transaction() as session:
            await retention.forget(session, kind, now=now)
    async with transaction() as session:
        away = await retention.away(session, now=now)
    for user_id in away:
        await _erase(transaction, user_id, now)


async def _erase(transaction: Transaction, user_id: int, now: datetime) -> None:
    """What fails for one person must not keep the others; the next tick tries again."""
    try:
        async with transaction() as session:
            await retention.erase_away(session, user_id=user_id, now=now)
    except Conflict as error:
        logger.warning("person %d is not erased yet: %r", user_id, error)
    except DatabaseAway:
        raise
    except Exception:
        logger.exception("person %d cannot be erased", user_id)
