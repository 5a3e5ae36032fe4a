"""What people are told when a course takes nobody any more."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, DeliveryKind
from db.queries import courses, enrollments, lessons, quiet
from domain import completing, deliveries, waitlist
from domain.quiet_hours import PRESSING


async def close(
    session: AsyncSession, course: Course, tz: ZoneInfo, *, was: CourseStatus, now: datetime
) -> None:
    """Who waits is sent home with a word. Of a course that is finished each is told how it ended
    for them. Where one that was on is put away, who has a seat is told that there will be no more
    lessons: after their quiet hours, unless one begins soon. The zone is for those who have chosen
    none. The course must be locked."""
    await waitlist.close(session, course, now=now)
    if course.status is CourseStatus.FINISHED:
        await completing.end(session, course, tz, was=was, now=now)
    elif course.status is CourseStatus.ARCHIVED and was is CourseStatus.PUBLISHED:
        await _tell_closed(session, course, tz, now)


async def _tell_closed(session: AsyncSession, course: Course, tz: ZoneInfo, now: datetime) -> None:
    people = await enrollments.registered(session, course.id)
    awake = await quiet.ends(session, people, now, tz.key)
    is_pressing = await lessons.begins(session, course.id, None, since=now, until=now + PRESSING)
    owed = [
        deliveries.notice(
            DeliveryKind.COURSE_CLOSED,
            user_id=user_id,
            key=f"{course.id}:{user_id}:{now.isoformat()}",
            now=now if is_pressing else awake[user_id],
            course_id=course.id,
        )
        for user_id in people
    ]
    await deliveries.owe(session, owed)


async def of(session: AsyncSession, *, course_id: int) -> Course | None:
    """The course, for telling those who were on it: they may not see it any more, and it may be
    deleted."""
    return await courses.get(session, course_id)
