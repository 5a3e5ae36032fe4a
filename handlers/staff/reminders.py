"""When the people of a course are reminded of its lessons."""

from dataclasses import replace
from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Reminding
from bot.texts import reminders as texts
from domain import reminder_rules
from domain.actor import Actor, Viewer
from domain.errors import OffsetNotValid
from keyboards import reminders as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowReminders.filter())
async def on_reminders(
    _: CallbackQuery,
    callback_data: keyboards.ShowReminders,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    return await rules(session, viewer, callback_data.course_id)


@router.callback_query(keyboards.AddReminder.filter())
async def on_add_reminder(
    _: CallbackQuery,
    callback_data: keyboards.AddReminder,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await add(session, viewer, callback_data.course_id, callback_data.span, now)


@router.callback_query(keyboards.AskReminder.filter())
async def on_ask_reminder(
    _: CallbackQuery,
    callback_data: keyboards.AskReminder,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    course_id = callback_data.course_id
    found = await reminder_rules.more(session, viewer, course_id=course_id)
    await state.set_state(Reminding.typing_offset)
    await state.set_data({"course_id": course_id})
    return Screen(texts.ask_offset(), keyboards.asking(found))


@router.message(StateFilter(Reminding.typing_offset), Typed())
async def on_offset(
    _: Message, typed: str, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    found = await reminder_rules.more(session, viewer, course_id=course_id)
    act = add_typed(session, viewer, course_id, typed, state, now)
    return await or_refusal(session, viewer, act, keyboards.asking(found), of=OffsetNotValid)


@router.message(StateFilter(Reminding.typing_offset))
async def on_no_offset(
    _: Message, session: AsyncSession, viewer: Viewer, state: FSMContext
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    found = await reminder_rules.more(session, viewer, course_id=course_id)
    return Screen(texts.ask_offset(), keyboards.asking(found))


@router.callback_query(keyboards.DropReminder.filter())
async def on_drop_reminder(
    _: CallbackQuery,
    callback_data: keyboards.DropReminder,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    course_id, before = callback_data.course_id, callback_data.span
    await reminder_rules.drop(session, viewer, course_id=course_id, before=before, now=now)
    return replace(await rules(session, viewer, course_id), notice=texts.dropped(before))


@router.callback_query(keyboards.AskDropReminders.filter())
async def on_ask_drop_reminders(
    _: CallbackQuery,
    callback_data: keyboards.AskDropReminders,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    found = await reminder_rules.of_course(session, viewer, course_id=callback_data.course_id)
    return Screen(texts.ask_drop_all(found), keyboards.ask_drop_all(found))


@router.callback_query(keyboards.DropReminders.filter())
async def on_drop_reminders(
    _: CallbackQuery,
    callback_data: keyboards.DropReminders,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    course_id = callback_data.course_id
    await reminder_rules.drop_all(session, viewer, course_id=course_id, now=now)
    return replace(await rules(session, viewer, course_id), notice=texts.dropped_all())


async def rules(session: AsyncSession, viewer: Viewer, course_id: int) -> Screen:
    found = await reminder_rules.of_course(session, viewer, course_id=course_id)
    return Screen(texts.rules(found), keyboards.rules(found))


async def add(
    session: AsyncSession, actor: Actor, course_id: int, before: timedelta, now: datetime
) -> Screen:
    is_new = await reminder_rules.add(session, actor, course_id=course_id, before=before, now=now)
    done = texts.added(before) if is_new else texts.was_there(before)
    return replace(await rules(session, actor, course_id), notice=done)


async def add_typed(
    session: AsyncSession,
    actor: Actor,
    course_id: int,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    screen = await add(session, actor, course_id, reminder_rules.read(typed), now)
    await state.clear()
    return screen
