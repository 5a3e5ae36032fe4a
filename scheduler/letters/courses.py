from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import course_news as news_texts
from bot.texts import deliveries as texts
from db.models import CourseStatus
from domain import ending, net_news
from domain.courses import Joining, joining, view
from domain.deliveries import Parcel
from domain.errors import CourseNotFound
from keyboards import course as keyboards


async def promoted(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they have left the course meanwhile."""
    recipient, course_id = parcel.recipient, parcel.payload["course_id"]
    if recipient is None:
        return None
    try:
        seen = await view(session, recipient, course_id=course_id, now=now)
    except CourseNotFound:
        return None
    if joining(seen, now) is not Joining.REGISTERED:
        return None
    text = texts.promoted(seen.course, seen.next_lesson, recipient.tz)
    return Screen(text, keyboards.news(course_id))


async def waitlist_closed(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    course = await ending.of(session, course_id=parcel.payload["course_id"])
    return Screen(texts.waitlist_closed(course), keyboards.to_courses()) if course else None


async def closed(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    """Unless it is on again."""
    course = await ending.of(session, course_id=parcel.payload["course_id"])
    if course is None or course.status is not CourseStatus.ARCHIVED:
        return None
    return Screen(texts.closed(course), keyboards.to_courses())


async def changed(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they have left the course or muted it, or all is as it was."""
    if parcel.recipient is None:
        return None
    found = await net_news.of_payload(session, parcel.recipient, parcel.payload, now=now)
    if found is None:
        return None
    return Screen(news_texts.news(found, parcel.recipient.tz), keyboards.news(found.course.id))
