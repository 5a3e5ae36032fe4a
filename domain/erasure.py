"""Taking a person out of everything. Their row, the history and the totals stay without them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, EnrollmentStatus, Role, User
from db.models.base import random_id
from db.queries import consents, courses, enrollments, erasure, person
from db.session import Conflict
from domain import deliveries, journal, waitlist
from domain.actor import Stranger
from domain.authoring import Author
from domain.enrollments import end
from domain.errors import LastAdmin, NotAllowed

Refuse = Callable[[User], None]
"""Raises, for whom must not be erased."""


async def erase(
    session: AsyncSession,
    actor: Author | None,
    *,
    user_id: int,
    now: datetime,
    refuse: Refuse | None = None,
) -> None:
    """Everybody may erase themselves, and an admin or a service anybody; None is the system.

    Whether that is still so, and ``refuse``, is asked when both are held.

    What stays is nobody's: marks, points, stars, the history. So do the service tokens that an
    admin made: other services of the university live by them, and say nothing of who made them.
    """
    if actor is not None:
        _ensure_may_erase(actor.id, actor.role, user_id)
    if actor is not None and actor.id == user_id and actor.role is Role.ADMIN:
        await _ensure_another_admin(session, user_id)
    held = await _leave_everything(session, actor, user_id, now)
    user = await _hold(session, actor, user_id)
    if user is None or user.erased_at is not None:
        return
    if refuse is not None:
        refuse(user)
    if await erasure.courses_of(session, user_id, now=now) - held:
        # They joined another course just now, whose row must be locked before theirs.
        raise Conflict
    await _give_up(session, actor, user, now)
    await _take_away(session, user, now)
    await _forget_chat(session, user, now)
    _make_nobody(user, now)
    journal.note(session, actor, "erase_user", user, now=now)


async def forget_stranger(session: AsyncSession, stranger: Stranger) -> None:
    """A first meeting that they did not finish is all that there may be."""
    await erasure.forget_chat(session, stranger.telegram_id)


def _ensure_may_erase(actor_id: int | None, role: Role, user_id: int) -> None:
    if actor_id != user_id and role is not Role.ADMIN:
        raise NotAllowed


async def _hold(session: AsyncSession, actor: Author | None, user_id: int) -> User | None:
    """The person, and with them whoever erases them, who may be no admin any more."""
    actor_id = actor.id if actor else None
    held = await person.lock(session, [it for it in (actor_id, user_id) if it is not None])
    if actor_id is not None:
        _ensure_may_erase(actor_id, held[actor_id].role, user_id)
    return held.get(user_id)


async def _ensure_another_admin(session: AsyncSession, user_id: int) -> None:
    """An admin is erased by nobody else: so there is always one."""
    if {it.id for it in await person.lock_admins(session)} <= {user_id}:
        raise LastAdmin


async def _leave_everything(
    session: AsyncSession, actor: Author | None, user_id: int, now: datetime
) -> set[int]:
    """The ids of the courses that are held now."""
    theirs = await erasure.courses_of(session, user_id, now=now)
    held = {it.id: it for it in await courses.lock_in_order(session, list(theirs))}
    for enrollment in await enrollments.live_of(session, user_id):
        course = held.get(enrollment.course_id)
        if course is None:
            raise Conflict
        end(course, enrollment, EnrollmentStatus.CANCELLED, now=now)
        journal.note(session, actor, "leave", enrollment, now=now)
        await waitlist.promote(session, course, now=now)
    return set(held)


async def _give_up(session: AsyncSession, actor: Author | None, user: User, now: datetime) -> None:
    """What they could do to courses and give to others."""
    for it in await person.parts_of(session, user.id):
        course = await session.get_one(Course, it.course_id)
        of_whom = {"user_id": user.id, "part": [it.part, None]}
        journal.note(session, actor, "change_part", course, now=now, **of_whom)
    await erasure.leave_staff(session, user.id, now=now)
    for invite in await erasure.revoke_invites(session, user.id, now=now):
        journal.note(session, actor, "revoke_invite", invite, now=now)


async def _take_away(session: AsyncSession, user: User, now: datetime) -> None:
    await consents.withdraw(session, user.id, now=now)
    await erasure.forget_words(session, user.id)
    await erasure.withdraw_announcements(session, user.id)
    await erasure.forget_ways_in(session, user.id)
    await erasure.forget_notices(session, user.id)
    await erasure.forget_answers(session, user)


async def _forget_chat(session: AsyncSession, user: User, now: datetime) -> None:
    """Its command menu becomes a stranger's; the row that says so is forgotten in a day."""
    if user.telegram_id is None:
        return
    await erasure.forget_chat(session, user.telegram_id)
    reset = deliveries.no_menu(user.telegram_id, key=f"erased:{user.id}", now=now)
    await deliveries.owe(session, [reset])


def _make_nobody(user: User, now: datetime) -> None:
    """What is left unchanged says nothing of who it was: settings, and when they came."""
    user.full_name = ""
    user.telegram_id = user.email = user.study_group = user.block_reason = None
    user.language = user.timezone = user.last_seen_at = None
    user.role, user.reachable = Role.PARTICIPANT, False
    # A pass that was printed leads to nobody.
    user.public_id = random_id()
    user.erased_at = now
