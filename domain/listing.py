"""Courses as a list that is read to its end, for programs."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import listing
from db.queries.listing import CourseFilter, CourseLine
from domain.actor import Service, Viewer
from domain.banners import PATH as BANNERS
from domain.errors import CourseNotFound

__all__ = ["CourseFilter", "CourseLine", "course", "courses"]


async def courses(
    session: AsyncSession,
    viewer: Viewer | Service,
    which: CourseFilter,
    *,
    after_id: int,
    limit: int,
    public_url: str = "",
) -> list[CourseLine]:
    """Those that the viewer may see, by id."""
    return await listing.page(
        session,
        viewer,
        which,
        banners_at=public_url + BANNERS,
        after_id=after_id,
        limit=limit,
    )


async def course(
    session: AsyncSession, viewer: Viewer | Service, *, course_id: int, public_url: str = ""
) -> CourseLine:
    which = CourseFilter(course_id=course_id)
    found = await courses(session, viewer, which, after_id=0, limit=1, public_url=public_url)
    if not found:
        raise CourseNotFound
    return found[0]
