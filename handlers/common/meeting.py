"""The first meeting. What somebody was about to do is done at its end."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import FromStranger, Typed
from bot.replies import Screen
from bot.scan_filters import AtDoor, Door
from bot.states import Meeting
from bot.texts import meeting as texts
from bot.texts.say import paragraphs
from db.models import Act, PendingStart
from domain import meeting
from domain.actor import Stranger
from domain.campus import Campus
from domain.errors import GroupNotValid, NameNotValid
from domain.names import proposed_name
from handlers.common.begun import by_newcomer
from keyboards import meeting as keyboards
from keyboards.course import Enroll
from keyboards.home import way_back
from keyboards.invites import AcceptInvite

router = Router(name=__name__)
router.message.filter(FromStranger())
router.callback_query.filter(FromStranger())


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


@router.message(StateFilter(Meeting.typing_group), Typed(), AtDoor())
async def on_group_typed(
    _: Message,
    typed: str,
    session: AsyncSession,
    stranger: Stranger,
    state: FSMContext,
    door: Door,
) -> Screen:
    end = finish(session, stranger, state, door, typed)
    return await or_refusal(session, stranger, end, keyboards.group(), of=GroupNotValid)


@router.callback_query(keyboards.SkipGroup.filter(), AtDoor())
async def on_group_skipped(
    _: CallbackQuery, session: AsyncSession, stranger: Stranger, state: FSMContext, door: Door
) -> Screen:
    return await finish(session, stranger, state, door, None)


@router.message(StateFilter(Meeting.typing_name))
async def on_no_name(_: Message, stranger: Stranger, state: FSMContext) -> Screen:
    return await ask_name(stranger, state)


@router.message(StateFilter(Meeting.typing_group))
async def on_no_group(_: Message) -> Screen:
    return Screen(texts.ask_group(), keyboards.group())


async def first_question(
    start: PendingStart, stranger: Stranger, state: FSMContext, campus: Campus, opening: str = ""
) -> Screen:
    if start.consented_at is not None:
        screen = await ask_name(stranger, state)
    else:
        text = texts.ask_consent(campus.organization, campus.privacy_contact)
        screen = Screen(text, keyboards.consent())
    return replace(screen, text=paragraphs([opening, screen.text]))


async def ask_name(stranger: Stranger, state: FSMContext) -> Screen:
    await state.set_state(Meeting.typing_name)
    proposed = proposed_name(stranger.name)
    return Screen(texts.ask_name(proposed), keyboards.name(proposed))


async def name(session: AsyncSession, stranger: Stranger, state: FSMContext, typed: str) -> Screen:
    await meeting.name(session, stranger, typed=typed)
    await state.set_state(Meeting.typing_group)
    return Screen(texts.ask_group(), keyboards.group())


async def finish(
    session: AsyncSession, stranger: Stranger, state: FSMContext, door: Door, group: str | None
) -> Screen:
    actor, start = await meeting.finish(session, stranger, door.campus, group=group, now=door.now)
    await state.clear()
    act = by_newcomer(session, door.desk(actor), start)
    return await or_refusal(session, actor, act, way_back())
