"""Somebody who waits is given a seat out of turn."""

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
from db.models import EnrollmentStatus
from domain import queueing, roster
from domain.actor import Actor
from domain.queueing import Admission
from handlers.staff.roster import card
from keyboards import queueing as keyboards
from keyboards.seats import AskAdmit, in_queue, seats_after

router = Router(name=__name__)


@router.callback_query(AskAdmit.filter())
async def on_ask_admit(
    _: CallbackQuery,
    callback_data: AskAdmit,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    return await ask_why(session, viewer, callback_data.enrollment_id, state, now)


@router.callback_query(keyboards.Admit.filter())
async def on_admit(
    _: CallbackQuery,
    callback_data: keyboards.Admit,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    whom = callback_data.model_dump(exclude={"why"})
    return await admit(session, viewer, whom, reasons.words(callback_data.why), now)


@router.message(StateFilter(Roster.typing_why_admitted), Typed())
async def on_why_admitted(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    whom = await state.get_data()
    act = admit_for(session, viewer, whom, typed, state, now)
    return await or_refusal(session, viewer, act, keyboards.ask_why_admit(**whom), unless=GONE)


@router.message(StateFilter(Roster.typing_why_admitted))
async def on_no_why_admitted(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    whom = (await state.get_data())["enrollment_id"]
    return await ask_why(session, viewer, whom, state, now)


async def ask_why(
    session: AsyncSession, actor: Actor, enrollment_id: int, state: FSMContext, now: datetime
) -> Screen:
    seen = await roster.waiting(session, actor, enrollment_id=enrollment_id, now=now)
    whom = {"enrollment_id": enrollment_id, "seats": seats_after(seen)}
    await state.set_state(Roster.typing_why_admitted)
    await state.set_data(whom)
    return Screen(texts.ask_admit(seen), keyboards.ask_why_admit(**whom))


async def admit_for(
    session: AsyncSession,
    actor: Actor,
    whom: dict[str, Any],
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    screen = await admit(session, actor, whom, queueing.reason(typed), now)
    await state.clear()
    return screen


async def admit(
    session: AsyncSession, actor: Actor, whom: dict[str, Any], reason: str, now: datetime
) -> Screen:
    enrollment_id = whom["enrollment_id"]
    admission = Admission(EnrollmentStatus.WAITLISTED, reason, whom["seats"])
    await queueing.admit(session, actor, enrollment_id=enrollment_id, admission=admission, now=now)
    return await card(session, actor, in_queue(enrollment_id), now, done=texts.admitted())
