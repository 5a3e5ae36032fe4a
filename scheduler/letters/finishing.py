"""That a course is over, and what people thought of it; and whether all is well with whoever does
not come any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import feedback as feedback_texts
from bot.texts import finishing as texts
from bot.texts import misses as misses_texts
from domain import finishing, misses
from domain.deliveries import Parcel
from domain.errors import DomainError
from keyboards import feedback as feedback_keyboards
from keyboards import misses as misses_keyboards


async def finished(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """As it is now; nothing, if they have left the course or it goes on."""
    if parcel.recipient is None:
        return None
    course_id = parcel.payload["course_id"]
    end = await finishing.told(session, parcel.recipient, course_id=course_id, now=now)
    if end is None:
        return None
    keyboard = feedback_keyboards.asked if end.is_asked else feedback_keyboards.told
    return Screen(texts.finished(end), keyboard(course_id))


async def feedback_reminder(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they have said it meanwhile, or want to hear no more of the course."""
    if parcel.recipient is None:
        return None
    course_id = parcel.payload["course_id"]
    course = await finishing.to_ask(session, parcel.recipient, course_id=course_id, now=now)
    if course is None:
        return None
    return Screen(feedback_texts.ask_again(course), feedback_keyboards.asked(course_id))


async def missed_twice(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless the marks are others by now, or there is no lesson to come to."""
    person, lesson_id = parcel.recipient, parcel.payload["lesson_id"]
    if person is None:
        return None
    miss = await misses.mine(session, person, lesson_id=lesson_id, now=now)
    if miss is None:
        return None
    return Screen(misses_texts.to_person(miss, person.tz), misses_keyboards.to_person(miss))


async def missed_list(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Of those of whom it still holds."""
    host, lesson_id = parcel.recipient, parcel.payload["lesson_id"]
    if host is None:
        return None
    try:
        found = await misses.of_lesson(session, host, lesson_id=lesson_id, now=now)
    except DomainError:
        return None
    if not found.people:
        return None
    return Screen(misses_texts.to_hosts(found, host.tz), misses_keyboards.to_hosts(found))
