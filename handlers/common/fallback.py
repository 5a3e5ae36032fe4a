from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import menu as texts
from domain.actor import Viewer
from domain.campus import Campus
from handlers.common.menu import home

router = Router(name=__name__)


@router.callback_query()
async def on_stale_button(
    _: CallbackQuery, session: AsyncSession, viewer: Viewer, now: datetime, campus: Campus
) -> Screen:
    return await home(session, viewer, campus=campus, now=now, notice=texts.out_of_date())


@router.message()
async def on_anything_else(
    _: Message, session: AsyncSession, viewer: Viewer, now: datetime, campus: Campus
) -> Screen:
    return await home(session, viewer, campus=campus, now=now)
