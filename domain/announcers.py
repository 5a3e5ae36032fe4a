"""Who may write to many: hosts and managers to the people of their course, admins to all."""

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, Course, Role
from db.queries import announcements, courses
from domain import policy
from domain.actor import Service, Viewer
from domain.errors import AdminsOnly, AnnouncementNotFound, CourseNotFound
from domain.policy import Action


async def hold(
    session: AsyncSession, actor: Viewer | Service, announcement_id: int
) -> tuple[Announcement, Course | None]:
    """For a change. The course is locked before, as everywhere."""
    found = await announcements.get(session, announcement_id)
    if found is None:
        raise AnnouncementNotFound
    course = await lock_about(session, actor, found.course_id, is_card=found.is_card)
    it = await announcements.lock(session, announcement_id)
    if it is None:
        raise AnnouncementNotFound
    return it, course


async def lock_about(
    session: AsyncSession,
    actor: Viewer | Service,
    course_id: int | None,
    *,
    is_card: bool = False,
) -> Course | None:
    """The course, if they may write to its people; of no course, that they may write to all."""
    if course_id is None:
        ensure_general(actor)
        return None
    action = Action.AIM if is_card else Action.EDIT
    try:
        return await policy.lock_course(session, actor, action, course_id=course_id)
    except CourseNotFound as error:
        raise AnnouncementNotFound from error


def ensure_general(actor: Viewer | Service) -> None:
    if actor.role is not Role.ADMIN or actor.course_ids is not None:
        raise AdminsOnly


async def may_change(session: AsyncSession, viewer: Viewer | Service, it: Announcement) -> bool:
    """Of those who see it: a card is for those who say whom the course is for."""
    if it.course_id is None or not it.is_card:
        return True
    found = await courses.seen(session, viewer, it.course_id)
    return found is not None and policy.may(viewer, found[1], Action.AIM, it.course_id)


async def see(session: AsyncSession, viewer: Viewer | Service, it: Announcement) -> Course | None:
    if it.course_id is None:
        ensure_general(viewer)
        return None
    try:
        return await policy.see_course(session, viewer, Action.EDIT, course_id=it.course_id)
    except CourseNotFound as error:
        raise AnnouncementNotFound from error
