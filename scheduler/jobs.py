"""What the clock starts. Each job asks the database what is due, so none has a memory."""

from db.session import Transaction
from domain import deliveries, meeting, updates, waitlist
from domain.clock import Clock


async def settle_waiting_lists(transaction: Transaction, clock: Clock) -> None:
    async with transaction() as session:
        await waitlist.settle(session, now=clock())


async def keep_house(transaction: Transaction, clock: Clock) -> None:
    """Forget what has served its purpose."""
    now = clock()
    async with transaction() as session:
        await updates.forget_old(session, now=now)
        await meeting.forget_unfinished(session, now=now)
        await deliveries.forget_screens(session, now=now)
