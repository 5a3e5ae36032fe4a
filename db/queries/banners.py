from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from db.models import Banner, Course

IS_USED: ColumnElement[bool] = select(Course.id).where(Course.banner_id == Banner.id).exists()
"""By a course, or by two: a copy has the picture of the first."""

BY_HAND = {"synchronize_session": False}
"""The statement tells the session nothing: which rows are gone, it would have to ask."""

AFRESH = {"populate_existing": True}
"""What was read before the lock may be out of date."""


async def content(session: AsyncSession, banner_id: int) -> bytes:
    return (await session.scalars(select(Banner.content).filter_by(id=banner_id))).one()


async def remember(session: AsyncSession, banner_id: int, *, file_id: str) -> None:
    await session.execute(update(Banner).filter_by(id=banner_id).values(file_id=file_id))


async def file_id(session: AsyncSession, banner_id: int) -> str | None:
    return await session.scalar(select(Banner.file_id).filter_by(id=banner_id))


async def is_kept(session: AsyncSession, banner_id: int) -> bool:
    return await session.scalar(select(Banner.id).filter_by(id=banner_id)) is not None


async def is_used(session: AsyncSession, banner_id: int) -> bool:
    used = select(Banner.id).where(Banner.id == banner_id, IS_USED)
    return await session.scalar(used) is not None


async def published(session: AsyncSession, banner_id: int) -> tuple[bytes, str] | None:
    """The content, and what it is, of one that a course has which is not deleted."""
    of_course = select(Course.id).where(Course.banner_id == Banner.id, Course.deleted_at.is_(None))
    used = select(Banner.content, Banner.content_type).where(
        Banner.id == banner_id, of_course.exists()
    )
    row = (await session.execute(used)).one_or_none()
    return (row[0], row[1]) if row else None


async def find(session: AsyncSession, banner_id: int) -> Banner | None:
    """With its content."""
    statement = select(Banner).options(undefer(Banner.content)).filter_by(id=banner_id)
    return await session.scalar(statement, execution_options=AFRESH)


async def lock(session: AsyncSession, banner_id: int) -> Banner | None:
    """Held for a change."""
    statement = select(Banner).filter_by(id=banner_id).with_for_update()
    return await session.scalar(statement, execution_options=AFRESH)


async def drop_unused(session: AsyncSession, banner_id: int) -> None:
    """Held before it is judged, so that no course comes to have it meanwhile."""
    await session.execute(select(Banner.id).filter_by(id=banner_id).with_for_update())
    await session.execute(
        delete(Banner).where(Banner.id == banner_id, ~IS_USED), execution_options=BY_HAND
    )


async def drop_all_but_newest(session: AsyncSession, user_id: int, *, kept: int) -> None:
    """Of what the person sent and no course has."""
    theirs = select(Banner.id).where(Banner.uploaded_by == user_id, ~IS_USED)
    older = theirs.order_by(Banner.created_at.desc()).offset(kept)
    older = older.with_for_update(skip_locked=True)
    await session.execute(delete(Banner).where(Banner.id.in_(older)), execution_options=BY_HAND)
