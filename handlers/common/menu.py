from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import menu as texts
from bot.texts import privacy
from domain.actor import Stranger, Viewer
from domain.campus import Campus
from domain.errors import LinkNotValid
from domain.home import next_lesson
from domain.meeting import CONSENT_VERSION, is_asked_to_agree
from keyboards import meeting as meeting_keyboards
from keyboards import menu as keyboards
from keyboards.home import Home, way_back

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
async def on_help(_: Message | CallbackQuery) -> Screen:
    return Screen(texts.how_to(), keyboards.how_to())


@router.message(Command("privacy"))
@router.callback_query(keyboards.Privacy.filter())
async def on_privacy(
    _: Message | CallbackQuery, session: AsyncSession, viewer: Viewer, campus: Campus
) -> Screen:
    text = privacy.policy(campus.organization, campus.privacy_contact, CONSENT_VERSION)
    is_asked = await is_asked_to_agree(session, viewer)
    return Screen(text, meeting_keyboards.whole_text() if is_asked else way_back())


async def home(
    session: AsyncSession,
    viewer: Viewer,
    *,
    campus: Campus,
    now: datetime,
    notice: str | None = None,
) -> Screen:
    if isinstance(viewer, Stranger):
        return Screen(texts.welcome(campus.organization), keyboards.home(), notice=notice)
    upcoming = await next_lesson(session, viewer, now=now)
    text = texts.home(viewer.name, upcoming, viewer.tz)
    return Screen(text, keyboards.home(), notice=notice)
