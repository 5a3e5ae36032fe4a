"""The first meeting. What somebody was about to do is done at its end."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import FromStranger, Typed
from bot.replies import Screen
from bot.states import Meeting
from bot.texts import meeting as texts
from db.models import Act, PendingStart
from domain import meeting
from domain.actor import Actor, Stranger
from domain.campus import Campus
from domain.errors import GroupNotValid, NameNotValid
from domain.names import proposed_name
from handlers.common.invites import accept
from handlers.participant.enrollment import enroll
from keyboards import meeting as keyboards
from keyboards.course import Enroll
from keyboards.home import way_back
from keyboards.invites import AcceptInvite

router = Router(name=__name__)
router.message.filter(FromStranger())
router.callback_query.filter(FromStranger())

ACTS: dict[Act, Callable[[AsyncSession, Actor, int, datetime], Awaitable[Screen]]] = {
    Act.ENROLL: enroll,
    Act.ACCEPT_INVITE: accept,
}


@router.callback_query(Enroll.filter())
async def on_stranger_enrolls(
    _: CallbackQuery,
    callback_data: Enroll,
    session: AsyncSession,
    stranger: Stranger,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    start = await meeting.begin(
        session, stranger, act=Act.ENROLL, subject=callback_data.course_id, now=now
    )
    return await first_question(start, stranger, state, campus)


@router.callback_query(AcceptInvite.filter())
async def on_stranger_accepts(
    _: CallbackQuery,
    callback_data: AcceptInvite,
    session: AsyncSession,
    stranger: Stranger,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    start = await meeting.begin(
        session, stranger, act=Act.ACCEPT_INVITE, subject=callback_data.public_id, now=now
    )
    return await first_question(start, stranger, state, campus)


@router.callback_query(keyboards.Agree.filter())
async def on_agreed(
    _: CallbackQuery, session: AsyncSession, stranger: Stranger, state: FSMContext, now: datetime
) -> Screen:
    await meeting.consent(session, stranger, now=now)
    return await ask_name(stranger, state)


@router.callback_query(keyboards.ThisIsMe.filter())
async def on_name_confirmed(
    _: CallbackQuery, session: AsyncSession, stranger: Stranger, state: FSMContext
) -> Screen:
    return await name(session, stranger, state, stranger.name)


@router.message(StateFilter(Meeting.typing_name), Typed())
async def on_name_typed(
    _: Message, typed: str, session: AsyncSession, stranger: Stranger, state: FSMContext
) -> Screen:
    act = name(session, stranger, state, typed)
    again = keyboards.name(proposed_name(stranger.name))
    return await or_refusal(session, stranger, act, again, of=NameNotValid)


@router.message(StateFilter(Meeting.typing_group), Typed())
async def on_group_typed(
    _: Message,
    typed: str,
    session: AsyncSession,
    stranger: Stranger,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    end = finish(session, stranger, state, campus, typed, now)
    return await or_refusal(session, stranger, end, keyboards.group(), of=GroupNotValid)


@router.callback_query(keyboards.SkipGroup.filter())
async def on_group_skipped(
    _: CallbackQuery,
    session: AsyncSession,
    stranger: Stranger,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    return await finish(session, stranger, state, campus, None, now)


@router.message(StateFilter(Meeting.typing_name))
async def on_no_name(_: Message, stranger: Stranger, state: FSMContext) -> Screen:
    return await ask_name(stranger, state)


@router.message(StateFilter(Meeting.typing_group))
async def on_no_group(_: Message) -> Screen:
    return Screen(texts.ask_group(), keyboards.group())


async def first_question(
    start: PendingStart, stranger: Stranger, state: FSMContext, campus: Campus
) -> Screen:
    if start.consented_at is not None:
        return await ask_name(stranger, state)
    text = texts.ask_consent(campus.organization, campus.privacy_contact)
    return Screen(text, keyboards.consent())


async def ask_name(stranger: Stranger, state: FSMContext) -> Screen:
    await state.set_state(Meeting.typing_name)
    proposed = proposed_name(stranger.name)
    return Screen(texts.ask_name(proposed), keyboards.name(proposed))


async def name(session: AsyncSession, stranger: Stranger, state: FSMContext, typed: str) -> Screen:
    await meeting.name(session, stranger, typed=typed)
    await state.set_state(Meeting.typing_group)
    return Screen(texts.ask_group(), keyboards.group())


async def finish(
    session: AsyncSession,
    stranger: Stranger,
    state: FSMContext,
    campus: Campus,
    group: str | None,
    now: datetime,
) -> Screen:
    actor, start = await meeting.finish(session, stranger, campus, group=group, now=now)
    await state.clear()
    act = ACTS[start.act](session, actor, start.subject, now)
    return await or_refusal(session, actor, act, way_back())
