import asyncio
import json
from datetime import datetime

from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import privacy as texts
from domain import privacy
from domain.deliveries import Parcel
from keyboards import privacy as keyboards


async def my_data(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they were erased meanwhile."""
    if parcel.recipient is None:
        return None
    found = await privacy.my_data(session, parcel.recipient, now=now)
    if found is None:
        return None
    # In a thread: of somebody with a long history it is megabytes.
    content = await asyncio.to_thread(as_json, found)
    name = f"kursovod-{now.astimezone(parcel.recipient.tz):%Y-%m-%d}.json"
    document = BufferedInputFile(content, filename=name)
    return Screen(texts.my_data(), keyboards.to_privacy(), document=document)


def as_json(content: privacy.Json) -> bytes:
    """For people: indented, and in their own letters."""
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
