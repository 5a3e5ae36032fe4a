from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import IdempotencyKey


@dataclass(frozen=True)
class Answered:
    """How a request was answered."""

    status: int
    answer: dict[str, Any]


async def take(session: AsyncSession, owner: str, key: str, fingerprint: bytes) -> bool:
    """False if another request has it. While that one is at work, this waits for its end."""
    row = {"owner": owner, "key": key, "fingerprint": fingerprint}
    taken = insert(IdempotencyKey).values(row).on_conflict_do_nothing()
    return await session.scalar(taken.returning(IdempotencyKey.key)) is not None


async def find(session: AsyncSession, owner: str, key: str) -> tuple[bytes, Answered] | None:
    """What was asked, and how it was answered. None where that is forgotten, with a person."""
    statement = select(IdempotencyKey).filter_by(owner=owner, key=key)
    row = await session.scalar(statement)
    if row is None or row.status is None or row.answer is None:
        return None
    return row.fingerprint, Answered(row.status, row.answer)


async def keep(session: AsyncSession, owner: str, key: str, answered: Answered) -> None:
    await session.execute(
        update(IdempotencyKey)
        .filter_by(owner=owner, key=key)
        .values(status=answered.status, answer=answered.answer)
    )
