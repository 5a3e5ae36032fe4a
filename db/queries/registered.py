"""Profiles that were made through the API. Whoever changes one holds its row."""

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Consent, CourseStaff, Enrollment, User


async def lock_in_order(session: AsyncSession, *user_ids: int) -> dict[int, User]:
    """By ascending id, so that nobody waits in a circle."""
    statement = select(User).where(User.id.in_(user_ids)).order_by(User.id).with_for_update()
    held = await session.scalars(statement, execution_options={"populate_existing": True})
    return {user.id: user for user in held}


async def takes_part(session: AsyncSession, user_id: int) -> bool:
    """Whether they have ever enrolled in a course, or work on one."""
    enrolled = select(Enrollment.id).filter_by(user_id=user_id).exists()
    works = select(CourseStaff.user_id).filter_by(user_id=user_id).exists()
    return await session.scalar(select(or_(enrolled, works))) is True


async def hand_consent_over(session: AsyncSession, giver_id: int, taker_id: int) -> None:
    """What they agreed to stays agreed to, unless the taker has agreed to something already."""
    own = aliased(Consent)
    has_own = select(own.id).where(own.user_id == taker_id, own.withdrawn_at.is_(None)).exists()
    given = Consent.user_id == giver_id, Consent.withdrawn_at.is_(None), ~has_own
    await session.execute(update(Consent).where(*given).values(user_id=taker_id))
