"""Who is expected at a lesson, and who of them came."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import attending, courses, rooms
from db.queries.attending import Attending
from domain import policy
from domain.actor import Service, Viewer
from domain.errors import LessonNotFound, NotAllowed
from domain.people import words_of
from domain.policy import Action

__all__ = ["Attending"]


async def listed(
    session: AsyncSession,
    viewer: Viewer | Service,
    *,
    lesson_id: int,
    typed: str,
    after_id: int,
    limit: int,
) -> Sequence[Attending]:
    """By name; those only in whose names and groups all the typed words are."""
    found = await rooms.find(session, viewer, lesson_id)
    if found is None:
        raise LessonNotFound
    course_id = found.course.id
    if not policy.may(viewer, found.part, Action.MARK, course_id):
        raise await _refusal(session, viewer, course_id)
    return await attending.after(
        session, found.lesson, words_of(typed), enrollment_id=after_id, limit=limit
    )


async def _refusal(session: AsyncSession, viewer: Viewer | Service, course_id: int) -> Exception:
    is_hidden = isinstance(viewer, Service) or not await courses.seen(session, viewer, course_id)
    return LessonNotFound() if is_hidden else NotAllowed()
