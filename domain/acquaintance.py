"""Whom the token of a service for some courses may name: the people of these courses, and whom it
has registered itself. Others do not exist for it."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import directory
from domain.actor import Actor, Service
from domain.errors import PersonNotFound


async def ensure_knows(session: AsyncSession, author: Actor | Service, user_id: int) -> None:
    if not await knows(session, author, user_id):
        raise PersonNotFound


async def knows(session: AsyncSession, author: Actor | Service, user_id: int) -> bool:
    if not isinstance(author, Service) or author.course_ids is None:
        return True
    if await directory.one(session, user_id, course_ids=author.course_ids) is not None:
        return True
    return await directory.is_registered_by(session, user_id, token_id=author.token_id)
