from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import menu as texts
from domain.actor import Stranger, Viewer
from domain.campus import Campus
from domain.errors import LinkNotValid
from domain.home import is_assistant as is_assisting
from domain.home import look
from handlers.common.blocked import gate
from keyboards import front
from keyboards import menu as keyboards
from keyboards.home import Home

router = Router(name=__name__)


@router.message(CommandStart(deep_link=True))
async def on_unknown_link(_: Message) -> Screen:
    """Those that we know were asked before."""
    raise LinkNotValid


@router.message(CommandStart())
@router.message(Command("cancel"))
@router.callback_query(Home.filter())
async def on_home(
    _: Message | CallbackQuery,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
    campus: Campus,
) -> Screen:
    return await home(session, viewer, campus=campus, now=now)


@router.message(Command("help"))
@router.callback_query(keyboards.Help.filter())
async def on_help(_: Message | CallbackQuery, session: AsyncSession, viewer: Viewer) -> Screen:
    is_assistant = await is_assisting(session, viewer)
    return Screen(texts.how_to(viewer.role, is_assistant=is_assistant), keyboards.how_to())


async def home(
    session: AsyncSession,
    viewer: Viewer,
    *,
    campus: Campus,
    now: datetime,
    notice: str | None = None,
) -> Screen:
    if isinstance(viewer, Stranger):
        return Screen(texts.welcome(campus.organization), front.stranger(), notice=notice)
    if viewer.is_blocked:
        return gate(campus, notice)
    seen = await look(session, viewer, now=now)
    text = texts.home(viewer.name, seen, now, viewer.tz)
    return Screen(text, front.home(viewer, seen, campus, now), notice=notice)
