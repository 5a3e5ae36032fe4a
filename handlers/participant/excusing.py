"""«I will not come» with a reason or without, and back."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Excusing
from bot.texts import excusing as texts
from domain import excusing
from domain.actor import Viewer
from domain.campus import Campus
from domain.errors import ExcuseNotValid
from keyboards import visits as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.NotComing.filter())
async def on_not_coming(
    _: CallbackQuery,
    callback_data: keyboards.NotComing,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    lesson_id = callback_data.lesson_id
    seen = await excusing.excuse(session, viewer, campus, lesson_id=lesson_id, now=now)
    await state.set_state(Excusing.typing_reason)
    await state.set_data({"lesson_id": lesson_id})
    return Screen(texts.excused(seen, viewer.tz), keyboards.excused(lesson_id, seen.course_id))


@router.callback_query(keyboards.Coming.filter())
async def on_coming(
    _: CallbackQuery,
    callback_data: keyboards.Coming,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    lesson_id = callback_data.lesson_id
    seen = await excusing.come(session, viewer, lesson_id=lesson_id, now=now)
    return Screen(texts.expected(seen, viewer.tz), keyboards.expected(lesson_id, seen.course_id))


@router.message(StateFilter(Excusing.typing_reason), Typed())
async def on_reason(
    _: Message, typed: str, session: AsyncSession, viewer: Viewer, state: FSMContext, now: datetime
) -> Screen:
    lesson_id = (await state.get_data())["lesson_id"]
    act = explain(session, viewer, lesson_id, typed, state, now)
    again = keyboards.asked(lesson_id)
    return await or_refusal(session, viewer, act, again, of=ExcuseNotValid)


@router.message(StateFilter(Excusing.typing_reason))
async def on_no_reason(_: Message, state: FSMContext) -> Screen:
    lesson_id = (await state.get_data())["lesson_id"]
    return Screen(texts.ask_again(), keyboards.asked(lesson_id))


async def explain(
    session: AsyncSession,
    viewer: Viewer,
    lesson_id: int,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    seen = await excusing.explain(session, viewer, lesson_id=lesson_id, typed=typed, now=now)
    await state.clear()
    return Screen(texts.explained(seen, viewer.tz), keyboards.excused(lesson_id, seen.course_id))
