"""What the staff of a course have done to somebody there."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import deliveries as texts
from domain import handing, questions, roster
from domain.courses import Joining, joining, view
from domain.deliveries import Parcel
from domain.errors import CourseNotFound
from keyboards import course as keyboards
from keyboards.staff import given


async def enrolled(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Where they stand now; nothing, unless that is on the course or in its queue."""
    recipient, course_id = parcel.recipient, parcel.payload["course_id"]
    if recipient is None:
        return None
    try:
        seen = await view(session, recipient, course_id=course_id, now=now)
    except CourseNotFound:
        return None
    if joining(seen, now) not in {Joining.REGISTERED, Joining.WAITING}:
        return None
    return Screen(texts.enrolled(seen, recipient.tz), keyboards.news(course_id))


async def expelled(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they are back meanwhile."""
    if parcel.recipient is None:
        return None
    course_id, user_id = parcel.payload["course_id"], parcel.recipient.id
    found = await roster.expelled(session, course_id=course_id, user_id=user_id)
    if found is None:
        return None
    may_ask = await questions.may_ask(session, parcel.recipient, course_id=course_id, now=now)
    keyboard = keyboards.expelled(course_id) if may_ask else keyboards.to_courses()
    return Screen(texts.expelled(*found), keyboard)


async def handed_over(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    what = {"course_id": parcel.payload["course_id"], "by": parcel.payload["by"]}
    found = await handing.handed(session, to=parcel.recipient.id, **what)
    return Screen(texts.handed_over(*found), given(found[0])) if found else None
