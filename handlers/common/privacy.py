"""What the law gives everybody, those who are blocked too."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import privacy as texts
from domain import erasure, privacy
from domain.actor import Stranger, Viewer
from domain.campus import Campus
from domain.meeting import CONSENT_VERSION, is_asked_to_agree
from keyboards import meeting as meeting_keyboards
from keyboards import privacy as keyboards
from keyboards.home import way_back
from keyboards.menu import Privacy

router = Router(name=__name__)


@router.message(Command("privacy"))
@router.callback_query(Privacy.filter())
async def on_privacy(
    _: Message | CallbackQuery, session: AsyncSession, viewer: Viewer, campus: Campus
) -> Screen:
    policy = texts.policy(campus.organization, campus.privacy_contact, CONSENT_VERSION)
    if not isinstance(viewer, Stranger):
        consent = await privacy.consent_of(session, viewer)
        return Screen(texts.mine(policy, consent, viewer.tz), keyboards.mine())
    is_asked = await is_asked_to_agree(session, viewer)
    return Screen(policy, meeting_keyboards.whole_text() if is_asked else way_back())


@router.message(Command("my_data"))
@router.callback_query(keyboards.MyData.filter())
async def on_my_data(
    _: Message | CallbackQuery, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    if isinstance(viewer, Stranger):
        return Screen(texts.nothing_to_show(), way_back())
    await privacy.order_my_data(session, viewer, now=now)
    return Screen(texts.preparing(), keyboards.to_privacy())


@router.message(Command("forget_me"))
@router.callback_query(keyboards.AskForget.filter())
async def on_ask_forget(
    _: Message | CallbackQuery, session: AsyncSession, viewer: Viewer
) -> Screen:
    if isinstance(viewer, Stranger):
        return await forget_stranger(session, viewer)
    return Screen(texts.ask_forget(), keyboards.ask_forget())


@router.callback_query(keyboards.ForgetMe.filter())
async def on_forget_me(
    _: CallbackQuery, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    if isinstance(viewer, Stranger):
        # They tapped twice: only who is known is asked.
        await erasure.forget_stranger(session, viewer)
    else:
        await erasure.erase(session, viewer, user_id=viewer.id, now=now)
    return Screen(texts.forgotten(), way_back())


async def forget_stranger(session: AsyncSession, stranger: Stranger) -> Screen:
    await erasure.forget_stranger(session, stranger)
    return Screen(texts.nothing_to_forget(), way_back())
