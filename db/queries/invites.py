from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Invite, Role


async def by_public_id(session: AsyncSession, public_id: int) -> Invite | None:
    return await session.scalar(select(Invite).filter_by(public_id=public_id))


async def lock(session: AsyncSession, public_id: int) -> Invite | None:
    """Held, so that only one can accept it; what was read before may be out of date."""
    statement = select(Invite).filter_by(public_id=public_id).with_for_update()
    return await session.scalar(statement, execution_options={"populate_existing": True})


async def revoke_operators(session: AsyncSession, role: Role, *, now: datetime) -> None:
    """Those that nobody has used."""
    unused = Invite.created_by.is_(None), Invite.used_at.is_(None), Invite.revoked_at.is_(None)
    await session.execute(
        update(Invite).where(Invite.role == role, *unused).values(revoked_at=now)
    )
