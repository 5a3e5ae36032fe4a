"""What can wait for the end of somebody's quiet hours waits for it, even when its moment comes.

What thousands are owed is due after them from the start. Asked here once more, they hold for what
comes late too: after a night without Telegram, or behind many others.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, DeliveryOperation
from db.queries import announcements, lessons, questions
from domain.deliveries import Parcel

PRESSING = timedelta(hours=3)
"""What concerns so little time to come does not wait."""

NOW = timedelta(0)

AT_ONCE = {
    DeliveryKind.SCREEN,
    DeliveryKind.COMMANDS,
    DeliveryKind.MY_DATA,
    DeliveryKind.LOG_EXPORT,
    DeliveryKind.ROSTER_EXPORT,
    DeliveryKind.IMPORT,
    DeliveryKind.IMPORTED,
    DeliveryKind.IMPORT_QUESTION,
    DeliveryKind.IMPORT_FORM,
    DeliveryKind.ROOM_CLOSED,
    DeliveryKind.ANNOUNCEMENT_PREVIEW,
    DeliveryKind.ANNOUNCEMENT_PROGRESS,
    DeliveryKind.QUESTION_SETTLED,
    DeliveryKind.CHECKED_IN,
    DeliveryKind.CALLED_IN,
    DeliveryKind.COURSE_CHANGED,
}
"""Answers to what the person did themselves; what is about a lesson that is just being held; and
news whose moment was chosen lesson by lesson."""


async def left(session: AsyncSession, parcel: Parcel, *, now: datetime) -> timedelta:
    """How long it waits yet; nothing, if it is to be sent."""
    is_new = parcel.operation is DeliveryOperation.SEND
    if parcel.quiet_until is None or parcel.kind in AT_ONCE or not is_new:
        return NOW
    if parcel.kind is DeliveryKind.REMINDER:
        return _until_reminded(parcel, parcel.quiet_until, now)
    course_id = await _course_of(session, parcel)
    begins = await lessons.next_start(session, course_id, now=now) if course_id else None
    until = min(parcel.quiet_until, begins - PRESSING) if begins else parcel.quiet_until
    return max(until - now, NOW)


def _until_reminded(parcel: Parcel, awake: datetime, now: datetime) -> timedelta:
    """A reminder that would come too late comes now."""
    begins = datetime.fromtimestamp(parcel.payload["starts_at"], UTC)
    is_pressing = begins <= now + PRESSING or awake >= begins
    return NOW if is_pressing else awake - now


async def _course_of(session: AsyncSession, parcel: Parcel) -> int | None:
    """None for what is about no course, or one that is not there any more."""
    match parcel.payload:
        case {"course_id": int(course_id)}:
            return course_id
        case {"lesson_id": int(lesson_id)}:
            lesson = await lessons.get(session, lesson_id)
            return lesson.course_id if lesson else None
        case {"announcement_id": int(announcement_id)}:
            announcement = await announcements.get(session, announcement_id)
            return announcement.course_id if announcement else None
        case {"question_id": int(question_id)}:
            inquiry = await questions.get(session, question_id)
            return inquiry.course.id if inquiry else None
        case _:
            return None
