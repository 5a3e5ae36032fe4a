"""What each kind of delivery looks like, made when it is sent: so it is never out of date."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Banner, Screen
from bot.texts import deliveries as texts
from db.models import DeliveryKind
from domain.courses import Joining, joining, view
from domain.deliveries import Parcel
from domain.errors import CourseNotFound
from keyboards import course as keyboards

Letter = Callable[[AsyncSession, Parcel, datetime], Awaitable[Screen | None]]
"""None means that there is nothing to say any more."""


async def screen(_session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen:
    payload = parcel.payload
    keyboard, banner_id = payload.get("keyboard"), payload.get("banner_id")
    return Screen(
        payload["text"],
        InlineKeyboardMarkup.model_validate(keyboard) if keyboard else None,
        Banner(banner_id, None) if banner_id else None,
    )


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
    return Screen(text, keyboards.under(course_id))


async def waitlist_closed(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    try:
        seen = await view(
            session, parcel.recipient, course_id=parcel.payload["course_id"], now=now
        )
    except CourseNotFound:
        return None
    return Screen(texts.waitlist_closed(seen.course), keyboards.to_courses())


LETTERS: dict[DeliveryKind, Letter] = {
    DeliveryKind.SCREEN: screen,
    DeliveryKind.PROMOTED: promoted,
    DeliveryKind.WAITLIST_CLOSED: waitlist_closed,
}
