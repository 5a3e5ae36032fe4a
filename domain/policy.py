from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Role, StaffPart
from db.queries import courses
from domain.actor import Service, Viewer
from domain.errors import CourseNotFound, NotAllowed, PartNotEnough


class Action(StrEnum):
    """What people with a part in a course, or every admin, may do with it."""

    PRINT = "print its poster"
    SEE_STAFF = "see its team"
    MARK = "check people in, and see who is on a lesson"
    TAKE_IN = "give somebody at the door a free seat"
    EDIT = "edit its details"
    SEE_PEOPLE = "see who is on it, who came, and what they thought"
    ANSWER = "read what people ask, and answer"
    AIM = "say whom it is for, and when everybody is told of it"
    RUN = "publish and end it, move and expel its people"
    STAFF = "choose its team"


OF_ASSISTANTS = {Action.PRINT, Action.SEE_STAFF, Action.MARK}
OF_HOSTS = {Action.TAKE_IN, Action.EDIT, Action.SEE_PEOPLE, Action.ANSWER}
ALLOWED: dict[StaffPart | None, set[Action]] = {
    None: set(),
    StaffPart.ASSISTANT: OF_ASSISTANTS,
    StaffPart.HOST: OF_ASSISTANTS | OF_HOSTS,
    StaffPart.MANAGER: set(Action),
}
ALLOWED_TO_ANY_ADMIN = {Action.PRINT, Action.SEE_STAFF, Action.SEE_PEOPLE}


def can(role: Role, part: StaffPart | None, action: Action) -> bool:
    """Rights over a course come from the part in it; an admin of others mostly looks on."""
    return action in ALLOWED[part] or (role is Role.ADMIN and action in ALLOWED_TO_ANY_ADMIN)


def ensure(role: Role, part: StaffPart | None, action: Action) -> None:
    if not can(role, part, action):
        raise NotAllowed if part is None else PartNotEnough


def may(actor: Viewer | Service, part: StaffPart | None, action: Action, course_id: int) -> bool:
    """The same for whoever it is: a service has its scopes, on the courses of its token."""
    if isinstance(actor, Service):
        return actor.covers(course_id)
    return can(actor.role, part, action)


async def lock_course(
    session: AsyncSession, actor: Viewer | Service, action: Action, *, course_id: int
) -> Course:
    """The course, held for a change, if the actor may do that to it.

    Every operation asks this itself; menus and routes only choose what to show.
    """
    found = await courses.lock(session, actor, course_id)
    if found is None:
        raise CourseNotFound
    course, part = found
    if not isinstance(actor, Service):
        ensure(actor.role, part, action)
    elif not actor.covers(course_id):
        raise CourseNotFound
    return course


async def see_course(
    session: AsyncSession, actor: Viewer | Service, action: Action, *, course_id: int
) -> Course:
    """The course, to read what belongs to it, if the actor may do that."""
    found = await courses.seen(session, actor, course_id)
    if found is None or (isinstance(actor, Service) and not actor.covers(course_id)):
        raise CourseNotFound
    course, part = found
    if not isinstance(actor, Service):
        ensure(actor.role, part, action)
    return course
