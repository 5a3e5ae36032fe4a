"""The queue for a course: people are moved in it, and given seats out of turn."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE, or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Roster
from bot.texts import reasons
from bot.texts import seat as texts
from domain import queueing, roster
from domain.actor import Actor
from handlers.staff.roster import card
from keyboards import queueing as keyboards
from keyboards.seats import AskMove, in_queue

router = Router(name=__name__)


@router.callback_query(AskMove.filter())
async def on_ask_move(
    _: CallbackQuery,
    callback_data: AskMove,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    screen = await ask_move(session, viewer, callback_data.enrollment_id, now)
    await state.set_state(Roster.typing_place)
    await state.set_data({"enrollment_id": callback_data.enrollment_id})
    return screen


@router.message(StateFilter(Roster.typing_place), Typed())
async def on_place(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    whom = (await state.get_data())["enrollment_id"]
    seen = await roster.to_change(session, viewer, enrollment_id=whom, now=now)
    act = choose_place(session, viewer, whom, typed, state, now)
    return await or_refusal(session, viewer, act, keyboards.ask_move(seen), unless=GONE)


@router.message(StateFilter(Roster.typing_place))
async def on_no_place(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    return await ask_move(session, viewer, (await state.get_data())["enrollment_id"], now)


@router.callback_query(keyboards.AskWhyMove.filter())
async def on_ask_why_move(
    _: CallbackQuery,
    callback_data: keyboards.AskWhyMove,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    return await ask_why_move(session, viewer, callback_data.model_dump(), state, now)


@router.callback_query(keyboards.Move.filter())
async def on_move(
    _: CallbackQuery,
    callback_data: keyboards.Move,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    to = callback_data.model_dump(exclude={"why"})
    return await move(session, viewer, to, reasons.words(callback_data.why), now)


@router.message(StateFilter(Roster.typing_why_moved), Typed())
async def on_why_moved(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    to = await state.get_data()
    act = move_for(session, viewer, to, typed, state, now)
    return await or_refusal(session, viewer, act, keyboards.ask_why_move(**to), unless=GONE)


@router.message(StateFilter(Roster.typing_why_moved))
async def on_no_why_moved(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    return await ask_why_move(session, viewer, await state.get_data(), state, now)


async def ask_move(
    session: AsyncSession, actor: Actor, enrollment_id: int, now: datetime
) -> Screen:
    seen = await roster.waiting(session, actor, enrollment_id=enrollment_id, now=now)
    return Screen(texts.ask_move(seen), keyboards.ask_move(seen))


async def choose_place(
    session: AsyncSession,
    actor: Actor,
    enrollment_id: int,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    to = {"enrollment_id": enrollment_id, "rank": queueing.place(typed)}
    return await ask_why_move(session, actor, to, state, now)


async def ask_why_move(
    session: AsyncSession, actor: Actor, to: dict[str, Any], state: FSMContext, now: datetime
) -> Screen:
    whom, rank = to["enrollment_id"], to["rank"]
    seen = await roster.waiting(session, actor, enrollment_id=whom, now=now)
    await state.set_state(Roster.typing_why_moved)
    await state.set_data(to)
    return Screen(texts.ask_why_move(seen, rank), keyboards.ask_why_move(whom, rank))


async def move_for(
    session: AsyncSession,
    actor: Actor,
    to: dict[str, Any],
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    screen = await move(session, actor, to, queueing.reason(typed), now)
    await state.clear()
    return screen


async def move(
    session: AsyncSession, actor: Actor, to: dict[str, Any], reason: str, now: datetime
) -> Screen:
    place = await queueing.move(session, actor, **to, reason=reason, now=now)
    whose = in_queue(to["enrollment_id"])
    return await card(session, actor, whose, now, done=texts.moved(place.rank))
