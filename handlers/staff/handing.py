"""The management of a course goes to another admin."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import seat as texts
from domain import handing
from domain.actor import Actor
from keyboards import handing as keyboards
from keyboards.staff import AskTaker

router = Router(name=__name__)


@router.callback_query(AskTaker.filter())
async def on_ask_taker(
    _: CallbackQuery, callback_data: AskTaker, session: AsyncSession, viewer: Actor
) -> Screen:
    course_id, page = callback_data.course_id, callback_data.page
    seen = await handing.takers(session, viewer, course_id=course_id, page=page)
    return Screen(texts.ask_taker(seen), keyboards.takers(seen))


@router.callback_query(keyboards.ChooseTaker.filter())
async def on_choose_taker(
    _: CallbackQuery, callback_data: keyboards.ChooseTaker, session: AsyncSession, viewer: Actor
) -> Screen:
    handover = await handing.handing(session, viewer, **callback_data.model_dump())
    return Screen(texts.ask_hand_over(handover), keyboards.ask(handover))


@router.callback_query(keyboards.HandOver.filter())
async def on_hand_over(
    _: CallbackQuery,
    callback_data: keyboards.HandOver,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    done = await handing.hand_over(session, viewer, **callback_data.model_dump(), now=now)
    return Screen(texts.handed_over(done), keyboards.done(done))
