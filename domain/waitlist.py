"""The queue for a full course. Whoever calls this holds the course's row."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, DeliveryKind, Enrollment, EnrollmentStatus
from db.queries import courses, enrollments
from db.queries.deliveries import Owed
from domain import deliveries, journal


async def promote(session: AsyncSession, course: Course, *, now: datetime) -> None:
    """Give the free seats to those who wait, in order, and owe each the good news.

    Whom no message reaches would not come: they are passed over and keep their place.
    """
    if course.is_full or not course.takes_people(now):
        return
    promoted = await enrollments.next_in_line(session, course.id, limit=course.free_seats)
    course.taken += len(promoted)
    await _settle(session, promoted, EnrollmentStatus.REGISTERED, DeliveryKind.PROMOTED, now=now)


async def tell_promoted(session: AsyncSession, waiting: Enrollment, *, now: datetime) -> None:
    """Owe the good news to somebody who gets a seat out of turn, by the staff."""
    await deliveries.owe(session, [_news(waiting, DeliveryKind.PROMOTED, now)])


async def settle(session: AsyncSession, *, now: datetime) -> None:
    """Close the queues that have no future, and give seats that were left to the reachable."""
    course_ids = await courses.with_waiting_to_settle(session, now=now)
    for course in await courses.lock_in_order(session, course_ids):
        if course.takes_people(now):
            await promote(session, course, now=now)
        else:
            await close(session, course, now=now)


async def close(session: AsyncSession, course: Course, *, now: datetime) -> None:
    """Send everybody who waits home, with a word."""
    waiting = await enrollments.waiting(session, course.id)
    await _settle(
        session, waiting, EnrollmentStatus.CANCELLED, DeliveryKind.WAITLIST_CLOSED, now=now
    )


async def _settle(
    session: AsyncSession,
    waiting: Iterable[Enrollment],
    status: EnrollmentStatus,
    kind: DeliveryKind,
    *,
    now: datetime,
) -> None:
    news = []
    for it in waiting:
        news.append(_news(it, kind, now))
        it.status, it.waitlist_place, it.changed_at = status, None, now
        it.reason = it.reason if status.is_live else None
        journal.note(session, None, kind, it, now=now)
    await deliveries.owe(session, news)


def _news(enrollment: Enrollment, kind: DeliveryKind, now: datetime) -> Owed:
    return deliveries.notice(
        kind,
        user_id=enrollment.user_id,
        key=f"{enrollment.id}:{enrollment.waitlist_place}",
        now=now,
        course_id=enrollment.course_id,
    )
