from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import EnrollmentStatus, Role, User
from db.queries import consents, courses, deliveries, dialogs, enrollments, users
from db.session import Conflict
from domain import journal, waitlist
from domain.actor import Actor
from domain.enrollments import end
from domain.errors import NotAllowed

SEEN = timedelta(hours=1)


def is_news(user: User, *, now: datetime) -> bool:
    """Whether it is worth writing down that the person has been here."""
    return not user.reachable or user.last_seen_at is None or now - user.last_seen_at > SEEN


async def note_seen(session: AsyncSession, user: User, *, now: datetime) -> None:
    await users.note_seen(session, user.id, at=now)


async def is_there_anybody(session: AsyncSession) -> bool:
    return await users.is_there_anybody(session)


async def with_telegram(session: AsyncSession) -> Sequence[User]:
    """Everybody who has come by the chat, in the order in which they did."""
    return await users.with_telegram(session)


async def erase(session: AsyncSession, actor: Actor, *, user_id: int, now: datetime) -> None:
    """Take the person out of everything; the row, the history and the totals stay without them."""
    if user_id != actor.id and actor.role is not Role.ADMIN:
        raise NotAllowed
    await _leave_everything(session, actor, user_id, now)
    user = await users.lock(session, user_id)
    if user is None or user.erased_at is not None:
        return
    if await enrollments.live_of(session, user_id):
        # They joined another course just now, whose row must be locked before theirs.
        raise Conflict
    await consents.withdraw(session, user_id, now=now)
    await enrollments.forget_reasons(session, user_id)
    await _forget_chat(session, user)
    user.telegram_id = user.email = user.study_group = user.timezone = user.language = None
    user.full_name, user.erased_at = "", now
    journal.note(session, actor, "erase_user", user, now=now)


async def _forget_chat(session: AsyncSession, user: User) -> None:
    if user.telegram_id is not None:
        await dialogs.forget_person(session, user.telegram_id)
        await deliveries.forget_chat(session, user.telegram_id)


async def _leave_everything(
    session: AsyncSession, actor: Actor, user_id: int, now: datetime
) -> None:
    mine = await enrollments.courses_of(session, user_id)
    held = {course.id: course for course in await courses.lock_in_order(session, mine)}
    for enrollment in await enrollments.live_of(session, user_id):
        course = held.get(enrollment.course_id)
        if course is None:
            raise Conflict
        end(course, enrollment, EnrollmentStatus.CANCELLED, now=now)
        journal.note(session, actor, "leave", enrollment, now=now)
        await waitlist.promote(session, course, now=now)
