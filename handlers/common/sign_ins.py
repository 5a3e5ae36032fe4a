from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import sign_ins as texts
from domain import sign_ins
from domain.actor import Actor
from keyboards import sign_ins as keyboards
from keyboards.settings import ShowSignIns

router = Router(name=__name__)


@router.callback_query(ShowSignIns.filter())
async def on_sign_ins(
    _: CallbackQuery,
    callback_data: ShowSignIns,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await page(session, viewer, callback_data.page, now)


@router.callback_query(keyboards.CloseSignIn.filter())
async def on_closed(
    _: CallbackQuery,
    callback_data: keyboards.CloseSignIn,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    sign_in_id = callback_data.sign_in_id
    await sign_ins.close(session, viewer, sign_in_id=sign_in_id, now=now)
    screen = await page(session, viewer, callback_data.page, now)
    return replace(screen, notice=texts.closed())


@router.callback_query(keyboards.CloseSignIns.filter())
async def on_all_closed(
    _: CallbackQuery, session: AsyncSession, viewer: Actor, now: datetime
) -> Screen:
    await sign_ins.close_all(session, viewer, now=now)
    return replace(await page(session, viewer, 0, now), notice=texts.closed())


async def page(session: AsyncSession, viewer: Actor, number: int, now: datetime) -> Screen:
    found = await sign_ins.mine(session, viewer, page=number, now=now)
    return Screen(texts.page(found, viewer.tz), keyboards.page(found))
