"""What becomes of courses by themselves, as time passes."""

import logging

from db.session import Conflict, DatabaseAway, Transaction
from domain import finishing, misses
from domain.campus import Campus
from domain.clock import Clock

logger = logging.getLogger(__name__)


async def finish_courses(transaction: Transaction, campus: Campus, clock: Clock) -> None:
    """Each by itself: they have many people, and what fails for one must not keep the others."""
    async with transaction() as session:
        over = await finishing.over(session, campus, now=clock())
    for course_id in over:
        await _finish(transaction, campus, clock, course_id)


async def tell_of_misses(transaction: Transaction, campus: Campus, clock: Clock) -> None:
    async with transaction() as session:
        await misses.tell(session, campus, now=clock())


async def _finish(transaction: Transaction, campus: Campus, clock: Clock, course_id: int) -> None:
    try:
        async with transaction() as session:
            await finishing.finish(session, campus, course_id=course_id, now=clock())
    except Conflict as error:
        logger.warning("course %d is not finished yet: %r", course_id, error)
    except DatabaseAway:
        raise
    except Exception:
        logger.exception("course %d cannot be finished", course_id)
