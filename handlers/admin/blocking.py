from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import HasRole, Typed
from bot.replies import Screen
from bot.states import People
from bot.texts import person_acts as texts
from db.models import Role
from domain import blocking, people
from domain.actor import Actor
from domain.campus import Campus
from handlers.admin.person import card
from keyboards import person as keyboards
from keyboards.people import OfPerson

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(keyboards.AskBlock.filter())
async def on_ask_block(
    _: CallbackQuery,
    callback_data: keyboards.AskBlock,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    user_id = callback_data.user_id
    seen = await people.to_remove(session, viewer, campus, user_id=user_id, now=now)
    return Screen(texts.ask_block(seen.user), keyboards.ask_block(callback_data))


@router.callback_query(keyboards.AskReason.filter())
async def on_ask_reason(
    _: CallbackQuery,
    callback_data: keyboards.AskReason,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    await state.set_state(People.typing_reason)
    await state.set_data(keyboards.place(callback_data))
    return await ask_reason(session, viewer, callback_data, now)


@router.callback_query(keyboards.Block.filter())
async def on_block(
    _: CallbackQuery,
    callback_data: keyboards.Block,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    user_id = callback_data.user_id
    await blocking.block(session, viewer, campus, user_id=user_id, reason=None, now=now)
    return await card(session, viewer, campus, callback_data, now, done=texts.blocked())


@router.message(StateFilter(People.typing_reason), Typed())
async def on_reason(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    whose = OfPerson(**await state.get_data())
    act = block(session, viewer, campus, typed, state, now)
    return await or_refusal(session, viewer, act, keyboards.ask_reason(whose))


@router.message(StateFilter(People.typing_reason))
async def on_no_reason(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    return await ask_reason(session, viewer, OfPerson(**await state.get_data()), now)


@router.callback_query(keyboards.AskUnblock.filter())
async def on_ask_unblock(
    _: CallbackQuery,
    callback_data: keyboards.AskUnblock,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    seen = await people.card(session, viewer, user_id=callback_data.user_id, now=now)
    return Screen(texts.ask_unblock(seen.user), keyboards.ask_unblock(callback_data))


@router.callback_query(keyboards.Unblock.filter())
async def on_unblock(
    _: CallbackQuery,
    callback_data: keyboards.Unblock,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    await blocking.unblock(session, viewer, user_id=callback_data.user_id, now=now)
    return await card(session, viewer, campus, callback_data, now, done=texts.unblocked())


async def block(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    reason: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    whose = OfPerson(**await state.get_data())
    await blocking.block(session, actor, campus, user_id=whose.user_id, reason=reason, now=now)
    await state.clear()
    return await card(session, actor, campus, whose, now, done=texts.blocked())


async def ask_reason(
    session: AsyncSession, actor: Actor, whose: OfPerson, now: datetime
) -> Screen:
    seen = await people.card(session, actor, user_id=whose.user_id, now=now)
    return Screen(texts.ask_reason(seen.user), keyboards.ask_reason(whose))
