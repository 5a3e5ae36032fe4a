from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import invites as invite_texts
from bot.texts import programme as programme_texts
from bot.texts import staff as texts
from domain import accepting, appointing, programme, staff
from domain.deliveries import Parcel
from keyboards import invites as invite_keyboards
from keyboards import staff as keyboards
from keyboards.course import news


async def invite_accepted(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    seen = await accepting.accepted(session, public_id=parcel.payload["public_id"])
    return Screen(invite_texts.was_accepted(seen), invite_keyboards.accepted(seen))


async def part_given(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    """What they are on the team now, unless they are on it no more."""
    if parcel.recipient is None:
        return None
    course_id, user_id = parcel.payload["course_id"], parcel.recipient.id
    post = await appointing.given(session, course_id=course_id, user_id=user_id)
    return Screen(texts.given(post), keyboards.given(post.course)) if post else None


async def part_lost(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    """Unless they are back on the team meanwhile."""
    if parcel.recipient is None:
        return None
    course_id, user_id = parcel.payload["course_id"], parcel.recipient.id
    course = await staff.lost(session, course_id=course_id, user_id=user_id)
    return Screen(texts.lost(course), keyboards.gone()) if course else None


async def taken_over(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    """Unless the other one manages it no more, or they themselves do not."""
    if parcel.recipient is None:
        return None
    course_id, user_id = parcel.payload["course_id"], parcel.recipient.id
    ways = {"course_id": course_id, "by": parcel.payload["by"], "told": user_id}
    seen = await programme.taken_over(session, **ways)
    return Screen(programme_texts.was_taken_over(*seen), news(course_id)) if seen else None
