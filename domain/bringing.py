"""Somebody is enrolled by those who run the course."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, EnrollmentStatus, User
from db.queries import enrolled as rows
from db.queries import enrollments as places
from db.queries import users
from db.queries.enrolled import Enrolled
from domain import enrolled, enrollments, policy
from domain.actor import Actor
from domain.errors import PersonBlocked, PersonNotFound
from domain.policy import Action


async def open_course(
    session: AsyncSession, actor: Actor, *, course_id: int, now: datetime
) -> Course:
    """One that the actor runs and that takes people now."""
    course = await policy.see_course(session, actor, Action.RUN, course_id=course_id)
    await enrollments.ensure_open(session, actor, course_id=course_id, now=now)
    return course


async def bringable(
    session: AsyncSession, actor: Actor, *, course_id: int, user_id: int, now: datetime
) -> tuple[Course, User]:
    """Whom the actor would enroll, or why they cannot; nothing changes yet."""
    course = await open_course(session, actor, course_id=course_id, now=now)
    user = await users.get(session, user_id)
    if user is None or user.erased_at is not None:
        raise PersonNotFound
    _ensure_not_blocked(user)
    return course, user


async def bring(
    session: AsyncSession, actor: Actor, *, course_id: int, user_id: int, now: datetime
) -> tuple[Enrolled, bool]:
    """Their enrollment, and whether it is new: who stands there already stays as they are.

    Nothing of what a person agrees to themselves is agreed to for them.
    """
    await policy.lock_course(session, actor, Action.RUN, course_id=course_id)
    before = await places.of(session, user_id=user_id, course_id=course_id)
    if before is not None and before.status is not EnrollmentStatus.CANCELLED:
        return await rows.get(session, before.id), False
    _ensure_not_blocked(await users.get(session, user_id))
    place = await enrolled.enter(session, actor, course_id=course_id, user_id=user_id, now=now)
    return place, True


def _ensure_not_blocked(user: User | None) -> None:
    if user is not None and user.blocked_at is not None:
        raise PersonBlocked
