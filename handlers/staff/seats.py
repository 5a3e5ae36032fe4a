"""Somebody is put off a course, taken back onto it, or has completed it."""

from datetime import datetime

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
from db.models import EnrollmentStatus
from domain import enrolled, queueing, roster
from domain.actor import Actor
from domain.enrolled import Step
from domain.queueing import Admission
from handlers.staff.roster import card
from keyboards import seats as keyboards
from keyboards.roster import OfSeat

router = Router(name=__name__)


@router.callback_query(keyboards.AskExpel.filter())
async def on_ask_expel(
    _: CallbackQuery,
    callback_data: keyboards.AskExpel,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    whom = callback_data.enrollment_id
    seen = await roster.to_change(session, viewer, enrollment_id=whom, now=now)
    return Screen(texts.ask_expel(seen), keyboards.ask_expel(callback_data))


@router.callback_query(keyboards.AskWhyExpel.filter())
async def on_ask_why_expel(
    _: CallbackQuery,
    callback_data: keyboards.AskWhyExpel,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    screen = await ask_why(session, viewer, callback_data, now)
    await state.set_state(Roster.typing_reason)
    await state.set_data(keyboards.place(callback_data))
    return screen


@router.callback_query(keyboards.Expel.filter())
async def on_expel(
    _: CallbackQuery,
    callback_data: keyboards.Expel,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    step = Step(EnrollmentStatus.EXPELLED, reasons.words(callback_data.why))
    return await take(session, viewer, callback_data, step, now)


@router.message(StateFilter(Roster.typing_reason), Typed())
async def on_why_expel(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    whose = OfSeat(**await state.get_data())
    act = expel(session, viewer, whose, typed, state, now)
    return await or_refusal(session, viewer, act, keyboards.ask_why_expel(whose), unless=GONE)


@router.message(StateFilter(Roster.typing_reason))
async def on_no_why_expel(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    return await ask_why(session, viewer, OfSeat(**await state.get_data()), now)


@router.callback_query(keyboards.Complete.filter())
async def on_complete(
    _: CallbackQuery,
    callback_data: keyboards.Complete,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    step = Step(EnrollmentStatus.COMPLETED, of=EnrollmentStatus.REGISTERED)
    return await take(session, viewer, callback_data, step, now)


@router.callback_query(keyboards.Reopen.filter())
async def on_reopen(
    _: CallbackQuery,
    callback_data: keyboards.Reopen,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    step = Step(EnrollmentStatus.REGISTERED, of=EnrollmentStatus.COMPLETED)
    return await take(session, viewer, callback_data, step, now)


@router.callback_query(keyboards.AskTakeBack.filter())
async def on_ask_take_back(
    _: CallbackQuery,
    callback_data: keyboards.AskTakeBack,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    whom = callback_data.enrollment_id
    seen = await roster.to_change(session, viewer, enrollment_id=whom, now=now)
    return Screen(texts.ask_take_back(seen), keyboards.ask_take_back(seen, callback_data))


@router.callback_query(keyboards.TakeBack.filter())
async def on_take_back(
    _: CallbackQuery,
    callback_data: keyboards.TakeBack,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    whom = callback_data.enrollment_id
    admission = Admission(EnrollmentStatus.EXPELLED, seats=callback_data.seats)
    await queueing.admit(session, viewer, enrollment_id=whom, admission=admission, now=now)
    whose = OfSeat(enrollment_id=whom)
    return await card(session, viewer, whose, now, done=texts.admitted())


async def ask_why(session: AsyncSession, actor: Actor, whose: OfSeat, now: datetime) -> Screen:
    seen = await roster.to_change(session, actor, enrollment_id=whose.enrollment_id, now=now)
    return Screen(texts.ask_why_expel(seen), keyboards.ask_why_expel(whose))


async def expel(
    session: AsyncSession,
    actor: Actor,
    whose: OfSeat,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    step = Step(EnrollmentStatus.EXPELLED, queueing.reason(typed))
    screen = await take(session, actor, whose, step, now)
    await state.clear()
    return screen


async def take(
    session: AsyncSession, actor: Actor, whose: OfSeat, step: Step, now: datetime
) -> Screen:
    whom = whose.enrollment_id
    await enrolled.change(session, actor, enrollment_id=whom, step=step, now=now)
    return await card(session, actor, whose, now, done=texts.done(step.status))
