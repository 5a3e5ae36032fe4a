"""First meetings that are going on."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import PendingStart


async def begin(session: AsyncSession, **start: Any) -> PendingStart:
    """Remember what the person is about to do, and keep what they have said of themselves."""
    act = {name: start[name] for name in ("act", "subject", "happened_at")}
    statement = insert(PendingStart).values(start)
    begun = statement.on_conflict_do_update(
        index_elements=[PendingStart.telegram_id], set_=act
    ).returning(PendingStart)
    return (await session.scalars(begun, execution_options={"populate_existing": True})).one()


async def get(session: AsyncSession, telegram_id: int) -> PendingStart | None:
    return await session.get(PendingStart, telegram_id, with_for_update=True)
