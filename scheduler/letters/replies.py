from datetime import datetime

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Banner, Screen
from domain.deliveries import Parcel


async def screen(_session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen:
    payload = parcel.payload
    keyboard, banner_id = payload.get("keyboard"), payload.get("banner_id")
    return Screen(
        payload["text"],
        InlineKeyboardMarkup.model_validate(keyboard) if keyboard else None,
        Banner(banner_id, None) if banner_id else None,
    )
