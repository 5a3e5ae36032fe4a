from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Role, User
from db.queries import consents


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> User | None:
    return await session.scalar(select(User).filter_by(telegram_id=telegram_id))


async def recognized(session: AsyncSession, telegram_id: int) -> tuple[User, bool] | None:
    """And whether they have agreed to be kept."""
    statement = select(User, consents.has_given()).where(User.telegram_id == telegram_id)
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def get(session: AsyncSession, user_id: int) -> User | None:
    return await session.get(User, user_id)


async def id_of_public(session: AsyncSession, public_id: int) -> int | None:
    """Of whom a pass names; none once erased."""
    statement = select(User.id).where(User.public_id == public_id, User.erased_at.is_(None))
    return await session.scalar(statement)


async def lock(session: AsyncSession, user_id: int) -> User | None:
    return await session.get(User, user_id, with_for_update=True, populate_existing=True)


async def add(session: AsyncSession, **person: Any) -> User | None:
    """Write the person down; none if somebody with that Telegram id or e-mail is already there."""
    statement = insert(User).values(person).on_conflict_do_nothing().returning(User)
    return await session.scalar(statement)


async def change(session: AsyncSession, user_id: int, **news: Any) -> None:
    """At once, and in what was loaded too."""
    # Not by a flush: if that fails, whoever holds the person could not even read them any more.
    await session.execute(update(User).where(User.id == user_id).values(news))


async def not_yet_admins(session: AsyncSession, telegram_ids: Sequence[int]) -> Sequence[User]:
    """Those of them whom we know and who are less than that."""
    statement = select(User).where(User.telegram_id.in_(telegram_ids), User.role != Role.ADMIN)
    return (await session.scalars(statement.with_for_update())).all()


async def is_there_an_admin(session: AsyncSession) -> bool:
    """One who can be reached in the chat."""
    admins = select(User.id).where(User.role == Role.ADMIN, User.telegram_id.is_not(None))
    return await session.scalar(select(admins.exists())) is True


async def is_there_anybody(session: AsyncSession) -> bool:
    return await session.scalar(select(select(User.id).exists())) is True


async def with_telegram(session: AsyncSession) -> Sequence[User]:
    statement = select(User).where(User.telegram_id.is_not(None)).order_by(User.id)
    return (await session.scalars(statement)).all()


async def note_seen(session: AsyncSession, user_id: int, *, at: datetime) -> None:
    """They have written to us, and so can be written to."""
    await session.execute(
        update(User)
        .where(User.id == user_id, User.erased_at.is_(None))
        .values(last_seen_at=at, reachable=True)
    )


async def mark_unreachable(session: AsyncSession, user_id: int) -> None:
    await session.execute(update(User).where(User.id == user_id).values(reachable=False))
