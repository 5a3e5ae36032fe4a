"""Whom the staff have marked, they tell."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import told_marks
from db.queries.told_marks import ToldMark
from domain.actor import Actor

__all__ = ["ToldMark"]


async def told(session: AsyncSession, actor: Actor, *, attendance_id: int) -> ToldMark | None:
    """The person's own mark as it is now; none if it was taken back."""
    return await told_marks.find(session, attendance_id, user_id=actor.id)
