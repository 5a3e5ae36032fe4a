"""What people are told when the staff of a course change where they stand on it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, Enrollment, EnrollmentStatus
from domain import deliveries, waitlist


async def tell_enrolled(
    session: AsyncSession, *, user_id: int, course_id: int, now: datetime
) -> None:
    """That they are on the course, or in its queue."""
    await _owe(session, DeliveryKind.ENROLLED, user_id, course_id, now)


async def tell_expelled(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> None:
    """The reason is read when it is told: erased, it is nowhere."""
    await _owe(session, DeliveryKind.EXPELLED, enrollment.user_id, enrollment.course_id, now)


async def tell_seated(session: AsyncSession, enrollment: Enrollment, *, now: datetime) -> None:
    """Who waits, or was put off, that they are given a seat; nothing to who has one already."""
    if enrollment.status is EnrollmentStatus.WAITLISTED:
        await waitlist.tell_promoted(session, enrollment, now=now)
    if enrollment.status is EnrollmentStatus.EXPELLED:
        theirs = {"user_id": enrollment.user_id, "course_id": enrollment.course_id}
        await tell_enrolled(session, now=now, **theirs)


async def _owe(
    session: AsyncSession, kind: DeliveryKind, user_id: int, course_id: int, now: datetime
) -> None:
    key, what = f"{course_id}:{user_id}:{now.isoformat()}", {"course_id": course_id}
    owed = deliveries.notice(kind, user_id=user_id, key=key, now=now, **what)
    await deliveries.owe(session, [owed])
