"""Courses as a list that is read to its end, for programs."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import listing
from db.queries.listing import CourseFilter, CourseLine
from domain.actor import Service, Viewer
from domain.errors import CourseNotFound

__all__ = ["CourseFilter", "CourseLine", "course", "courses"]


async def courses(
    session: AsyncSession,
    viewer: Viewer | Service,
    which: CourseFilter,
    *,
    after_id: int,
    limit: int,
) -> list[CourseLine]:
    """Those that the viewer may see, by id."""
    return await listing.page(session, viewer, which, after_id=after_id, limit=limit)


async def course(session: AsyncSession, viewer: Viewer | Service, *, course_id: int) -> CourseLine:
    found = await listing.page(
        session, viewer, CourseFilter(course_id=course_id), after_id=0, limit=1
    )
    if not found:
        raise CourseNotFound
    return found[0]
