from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import User
from db.queries import mutes, sign_ins


@dataclass(frozen=True)
class Profile:
    """What a person has said of themselves, and chosen."""

    user: User
    muted: int
    """Courses of theirs without reminders."""
    sign_ins: int
    """Open sessions in browsers."""


async def of(session: AsyncSession, user_id: int, *, now: datetime) -> Profile | None:
    """None for somebody erased."""
    mine, open_now = mutes.remindable(user_id).subquery(), sign_ins.open_of(user_id, now)
    muted = select(func.count()).where(mine.c.is_muted.is_(true())).scalar_subquery()
    sessions = select(func.count()).select_from(open_now.subquery()).scalar_subquery()
    statement = select(User, muted, sessions).where(User.id == user_id, User.erased_at.is_(None))
    row = (await session.execute(statement)).one_or_none()
    return Profile(*row) if row else None
