import asyncio

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import pictures
from bot.filters import FromStranger
from bot.replies import Screen
from bot.scan_filters import AtDesk
from bot.texts import own_pass as texts
from domain import passes
from domain.checking_in import Desk
from keyboards import check_in as keyboards

router = Router(name=__name__)


@router.message(FromStranger(), Command("code"))
@router.callback_query(FromStranger(), keyboards.ShowPass.filter())
async def on_stranger(_: Message | CallbackQuery) -> Screen:
    return Screen(texts.to_stranger(), keyboards.no_pass())


@router.message(AtDesk(), Command("code"))
@router.callback_query(AtDesk(), keyboards.ShowPass.filter())
async def on_pass(_: Message | CallbackQuery, session: AsyncSession, desk: Desk) -> Screen:
    mine = await passes.show(session, desk)
    # In a thread: drawing takes a while, which nobody else should wait for.
    photo = await asyncio.to_thread(pictures.code, mine.link)
    keyboard = keyboards.under_pass(desk.campus)
    return Screen(texts.caption(mine, desk.actor.tz), keyboard, photo, is_apart=True)
