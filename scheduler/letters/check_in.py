"""Of lessons: to whom was marked, and to those who mark."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import marked as texts
from bot.texts import room as room_texts
from bot.texts import room_help as help_texts
from domain import calling_in, room, told_marks
from domain.deliveries import Parcel
from domain.errors import DomainError
from keyboards import course as course_keyboards
from keyboards import room_pages as keyboards


async def checked_in(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """As the mark is now; nothing, if it was taken back or corrected: that is told itself."""
    if parcel.recipient is None:
        return None
    attendance_id = parcel.payload["attendance_id"]
    found = await told_marks.told(session, parcel.recipient, attendance_id=attendance_id)
    if found is None or found.reason is not None:
        return None
    text = texts.new(found, now, parcel.recipient.tz)
    return Screen(text, course_keyboards.news(found.course_id))


async def mark_changed(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    attendance_id = parcel.payload["attendance_id"]
    found = await told_marks.told(session, parcel.recipient, attendance_id=attendance_id)
    if found is None:
        return await taken_back(session, parcel, now)
    text = texts.changed(found, now, parcel.recipient.tz)
    return Screen(text, course_keyboards.news(found.course_id))


async def taken_back(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Of a mark that is no more; where the lesson is not said, a correction of it is meant, and
    there is nothing to say."""
    lesson_id = parcel.payload.get("lesson_id")
    if parcel.recipient is None or lesson_id is None:
        return None
    found = await told_marks.lesson(session, lesson_id=lesson_id)
    if found is None:
        return None
    text = texts.taken_back(found, now, parcel.recipient.tz)
    return Screen(text, course_keyboards.news(found.course_id))


async def called_in(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they are not on the team any more."""
    helper, lesson_id, by = parcel.recipient, parcel.payload["lesson_id"], parcel.payload["by"]
    if helper is None:
        return None
    try:
        found = await calling_in.called(session, helper, lesson_id=lesson_id, by=by)
    except DomainError:
        return None
    if found is None:
        return None
    at, asking = found
    text = help_texts.call(at, asking.full_name, now, helper.tz)
    return Screen(text, keyboards.called(at))


async def room_closed(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """What came of the lesson, where its code was shown."""
    host, lesson_id = parcel.recipient, parcel.payload["lesson_id"]
    if host is None:
        return None
    try:
        seen = await room.after(session, host, lesson_id=lesson_id, now=now)
    except DomainError:
        return None
    return Screen(room_texts.page(seen, now, host.tz), keyboards.after(seen))
