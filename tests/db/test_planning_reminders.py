"""Reminders of a crowd are planned by one statement, and by two processes at once only once."""

from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from db.models import Delivery
from db.session import Transaction
from domain.reminders import plan
from tests.crowds import gather
from tests.factories import DAY, NOON, Factory
from tests.people import CAMPUS
from tests.races import meet

PEOPLE = 300
LATER = NOON + 30 * DAY


async def test_crowd_is_planned_in_one_statement(
    committing: Transaction, committing_engine: AsyncEngine
) -> None:
    async with committing() as session:
        await gather(session, PEOPLE, first=10_000, now=NOON)
    said: list[str] = []
    event.listen(
        committing_engine.sync_engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: said.append(statement),
    )

    async with committing() as session:
        planned = await plan(session, CAMPUS, now=NOON)
        statements = len(said)
        again = await plan(session, CAMPUS, now=NOON + timedelta(seconds=10))

    assert (planned, again, statements) == (PEOPLE, 0, 1)


async def test_two_who_plan_at_once_owe_each_reminder_once(committing: Transaction) -> None:
    async with committing() as session:
        await gather(session, PEOPLE, first=20_000, now=LATER)

    async def ring(session: AsyncSession) -> int:
        return await plan(session, CAMPUS, now=LATER)

    first, second = await meet(committing, ring, ring)

    assert (first, second) == (PEOPLE, 0)
    owed = [it for it in await Factory(committing).all(Delivery) if it.due_at == LATER]
    assert len(owed) == PEOPLE
