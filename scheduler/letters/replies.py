from datetime import datetime

from aiogram.types import InlineKeyboardMarkup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Banner, Screen
from domain import banners
from domain.deliveries import Parcel


async def screen(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen:
    """Without its picture, if another has taken its place meanwhile."""
    payload = parcel.payload
    keyboard, banner_id = payload.get("keyboard"), payload.get("banner_id")
    if banner_id and not await banners.is_kept(session, banner_id):
        banner_id = None
    return Screen(
        payload["text"],
        InlineKeyboardMarkup.model_validate(keyboard) if keyboard else None,
        Banner(banner_id, None) if banner_id else None,
    )
