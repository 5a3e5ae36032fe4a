from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Invite, Role


async def by_public_id(session: AsyncSession, public_id: int) -> Invite | None:
    return await session.scalar(select(Invite).filter_by(public_id=public_id))


async def lock(session: AsyncSession, public_id: int) -> Invite | None:
    """Held, so that only one can accept it; what was read before may be out of date."""
    statement = select(Invite).filter_by(public_id=public_id).with_for_update()
    return await session.scalar(statement, execution_options={"populate_existing": True})


async def of_operator(session: AsyncSession, role: Role, *, until: datetime) -> Invite | None:
    """One that nobody has used, and that is good for longer than that."""
    return await session.scalar(
        select(Invite)
        .where(
            Invite.role == role,
            Invite.created_by.is_(None),
            Invite.used_at.is_(None),
            Invite.revoked_at.is_(None),
            Invite.expires_at > until,
        )
        .order_by(Invite.id)
        .limit(1)
    )
