from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import taught as texts
from domain import taught
from domain.actor import Viewer
from keyboards import taught as keyboards
from keyboards.editing import ShowTaught

router = Router(name=__name__)


@router.callback_query(ShowTaught.filter())
async def on_show_taught(
    _: CallbackQuery,
    callback_data: ShowTaught,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    found = await taught.page(session, viewer, number=callback_data.page, now=now)
    return Screen(texts.page(found, now, viewer.tz), keyboards.page(found, viewer.role))
