from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Role, StaffPart
from db.queries import courses
from domain.actor import Viewer
from domain.errors import CourseNotFound, NotAllowed


class Action(StrEnum):
    """What people with a part in a course, or every admin, may do with it."""

    PRINT = "print its poster"
    EDIT = "edit its details"
    RUN = "run its people"


ALLOWED: dict[StaffPart | None, set[Action]] = {
    None: set(),
    StaffPart.ASSISTANT: {Action.PRINT},
    StaffPart.HOST: {Action.PRINT, Action.EDIT},
    StaffPart.MANAGER: set(Action),
}
ALLOWED_TO_ANY_ADMIN = {Action.PRINT}


def can(role: Role, part: StaffPart | None, action: Action) -> bool:
    """Rights over a course come from the part in it; an admin of others mostly looks on."""
    return action in ALLOWED[part] or (role is Role.ADMIN and action in ALLOWED_TO_ANY_ADMIN)


def ensure(role: Role, part: StaffPart | None, action: Action) -> None:
    if not can(role, part, action):
        raise NotAllowed


async def lock_course(
    session: AsyncSession, actor: Viewer, action: Action, *, course_id: int
) -> Course:
    """The course, held for a change, if the actor may do that to it.

    Every operation asks this itself; menus and routes only choose what to show.
    """
    found = await courses.lock(session, actor, course_id)
    if found is None:
        raise CourseNotFound
    course, part = found
    ensure(actor.role, part, action)
    return course
