"""What the clock starts. Each job asks the database what is due, so none has a memory."""

from db.session import Transaction
from domain import retention, waitlist
from domain.clock import Clock


async def settle_waiting_lists(transaction: Transaction, clock: Clock) -> None:
    async with transaction() as session:
        await waitlist.settle(session, now=clock())


async def keep_house(transaction: Transaction, clock: Clock) -> None:
    """Forget what has served its purpose, then whoever has been away for too long."""
    now = clock()
    for kind in retention.FORGET:
        async with transaction() as session:
            await retention.forget(session, kind, now=now)
    for _ in range(retention.ERASED_AT_ONCE):
        async with transaction() as session:
            if not await retention.erase_next(session, now=now):
                break
