"""What a reminder says in the words of the hosts, and how it looks."""

from dataclasses import replace
from datetime import datetime

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
from domain.errors import ReminderTextNotValid
from keyboards import reminders as keyboards
from keyboards.reminders import OfRule

router = Router(name=__name__)


@router.callback_query(keyboards.ShowReminder.filter())
async def on_reminder(
    _: CallbackQuery,
    callback_data: keyboards.ShowReminder,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    return await rule(session, viewer, callback_data)


@router.callback_query(keyboards.PreviewReminder.filter())
async def on_preview_reminder(
    _: CallbackQuery,
    callback_data: keyboards.PreviewReminder,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    course_id, before = callback_data.course_id, callback_data.span
    found = await reminder_rules.preview(
        session, viewer, course_id=course_id, before=before, now=now
    )
    return Screen(texts.preview(found, viewer.tz), keyboards.preview(found))


@router.callback_query(keyboards.AskWords.filter())
async def on_ask_words(
    _: CallbackQuery,
    callback_data: keyboards.AskWords,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    course_id, before = callback_data.course_id, callback_data.span
    await reminder_rules.rule(session, viewer, course_id=course_id, before=before)
    await state.set_state(Reminding.typing_text)
    await state.set_data({"course_id": course_id, "before": callback_data.before})
    return Screen(texts.ask_text(before), keyboards.under(callback_data))


@router.message(StateFilter(Reminding.typing_text), Typed())
async def on_words(
    _: Message, typed: str, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    which = OfRule(**await state.get_data())
    act = reword(session, viewer, which, typed, state, now)
    below = keyboards.under(which)
    return await or_refusal(session, viewer, act, below, of=ReminderTextNotValid)


@router.message(StateFilter(Reminding.typing_text))
async def on_no_words(_: Message, state: FSMContext) -> Screen:
    which = OfRule(**await state.get_data())
    return Screen(texts.ask_text(which.span), keyboards.under(which))


@router.callback_query(keyboards.NoWords.filter())
async def on_plain_words(
    _: CallbackQuery,
    callback_data: keyboards.NoWords,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await save(session, viewer, callback_data, None, now)


@router.callback_query(keyboards.AskDropReminder.filter())
async def on_ask_drop_reminder(
    _: CallbackQuery,
    callback_data: keyboards.AskDropReminder,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    course_id, before = callback_data.course_id, callback_data.span
    _course, found = await reminder_rules.rule(session, viewer, course_id=course_id, before=before)
    return Screen(texts.ask_drop(found), keyboards.ask_drop(found))


async def rule(session: AsyncSession, viewer: Viewer, which: OfRule) -> Screen:
    course_id, before = which.course_id, which.span
    course, found = await reminder_rules.rule(session, viewer, course_id=course_id, before=before)
    return Screen(texts.rule(course, found), keyboards.rule(found))


async def reword(
    session: AsyncSession,
    actor: Actor,
    which: OfRule,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    screen = await save(session, actor, which, typed, now)
    await state.clear()
    return screen


async def save(
    session: AsyncSession, actor: Actor, which: OfRule, typed: str | None, now: datetime
) -> Screen:
    course_id, before = which.course_id, which.span
    await reminder_rules.reword(
        session, actor, course_id=course_id, before=before, typed=typed, now=now
    )
    return replace(await rule(session, actor, which), notice=texts.reworded())
