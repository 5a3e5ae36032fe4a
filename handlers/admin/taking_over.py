from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole
from bot.replies import Screen
from bot.texts import programme as texts
from db.models import Role
from domain import courses, programme
from domain.actor import Actor
from handlers.participant.course import card
from keyboards import programme as keyboards
from keyboards.programme_pages import ask_take_over

router = Router(name=__name__)
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(keyboards.AskTakeOver.filter())
async def on_ask_take_over(
    _: CallbackQuery, callback_data: keyboards.AskTakeOver, session: AsyncSession, viewer: Actor
) -> Screen:
    course_id = callback_data.course_id
    handover = await programme.taking_over(session, viewer, course_id=course_id)
    return Screen(texts.ask_take_over(handover), ask_take_over(course_id))


@router.callback_query(keyboards.TakeOver.filter())
async def on_take_over(
    _: CallbackQuery,
    callback_data: keyboards.TakeOver,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    course_id = callback_data.course_id
    await programme.take_over(session, viewer, course_id=course_id, now=now)
    seen = await courses.view(session, viewer, course_id=course_id, now=now)
    return replace(card(seen, viewer, now), notice=texts.taken_over())
