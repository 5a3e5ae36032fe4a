from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole
from bot.replies import Alert, Screen
from bot.texts import log as texts
from db.models import Role
from domain import history
from domain.actor import Actor
from domain.campus import Campus
from domain.history import Filters
from keyboards import history as buttons
from keyboards import history_pages as keyboards

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.message(Command("log"))
async def on_log(_: Message, session: AsyncSession, viewer: Actor, now: datetime) -> Screen:
    return await page(session, viewer, Filters(), now)


@router.callback_query(buttons.ShowHistory.filter())
async def on_show_history(
    _: CallbackQuery,
    callback_data: buttons.ShowHistory,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await page(session, viewer, buttons.unpack(callback_data.filters), now)


@router.callback_query(buttons.ChooseAction.filter())
async def on_choose_action(_: CallbackQuery, callback_data: buttons.ChooseAction) -> Screen:
    filters = buttons.unpack(callback_data.filters)
    return Screen(texts.choose_action(), keyboards.actions(filters))


@router.callback_query(buttons.SendHistory.filter())
async def on_send_history(
    _: CallbackQuery,
    callback_data: buttons.SendHistory,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Alert:
    filters = buttons.unpack(callback_data.filters)
    await history.order_file(session, viewer, campus, filters=filters, now=now)
    return Alert(texts.preparing(), is_brief=True)


async def page(session: AsyncSession, actor: Actor, filters: Filters, now: datetime) -> Screen:
    found = await history.page(session, actor, filters=filters, now=now)
    return Screen(texts.page(found, filters, actor.tz), keyboards.page(found, filters))
