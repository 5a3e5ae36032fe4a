from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import reminders as texts
from domain import reminders
from domain.deliveries import Parcel
from keyboards import reminders as keyboards


async def reminder(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Of the lesson as it is now; nothing, if that is another or begun, or not wanted any more."""
    found = await reminders.of_parcel(session, parcel, now=now)
    if parcel.recipient is None or found is None:
        return None
    return Screen(texts.reminder(found, now, parcel.recipient.tz), keyboards.letter(found))
