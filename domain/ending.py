"""What people are told when a course takes nobody any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, DeliveryKind
from db.queries import courses, enrollments
from domain import deliveries, waitlist


async def close(
    session: AsyncSession, course: Course, *, was: CourseStatus, now: datetime
) -> None:
    """Who waits is sent home with a word. Where a course that was on is put away, who has a seat
    is told that there will be no more lessons. The course must be locked."""
    await waitlist.close(session, course, now=now)
    if was is not CourseStatus.PUBLISHED or course.status is not CourseStatus.ARCHIVED:
        return
    owed = [
        deliveries.notice(
            DeliveryKind.COURSE_CLOSED,
            user_id=user_id,
            key=f"{course.id}:{user_id}:{now.isoformat()}",
            now=now,
            course_id=course.id,
        )
        for user_id in await enrollments.registered(session, course.id)
    ]
    await deliveries.owe(session, owed)


async def of(session: AsyncSession, *, course_id: int) -> Course | None:
    """The course, for telling those who were on it: they may not see it any more, and it may be
    deleted."""
    return await courses.get(session, course_id)
