from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import numbers as texts
from domain import numbers
from domain.actor import Viewer
from keyboards import counted as keyboards
from keyboards.numbers import ShowNumbers

router = Router(name=__name__)


@router.callback_query(ShowNumbers.filter())
async def on_show_numbers(
    _: CallbackQuery,
    callback_data: ShowNumbers,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    course_id, page = callback_data.course_id, callback_data.page
    seen = await numbers.see(session, viewer, course_id=course_id, page=page, now=now)
    return Screen(texts.page(seen, viewer.tz), keyboards.page(seen))
