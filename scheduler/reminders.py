from db.session import Transaction
from domain import reminders
from domain.campus import Campus
from domain.clock import Clock


async def plan_reminders(transaction: Transaction, campus: Campus, clock: Clock) -> None:
    async with transaction() as session:
        await reminders.plan(session, campus, now=clock())
