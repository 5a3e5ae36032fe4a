"""The schedule of a course: shown, typed, previewed, saved."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE, or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Scheduling
from bot.texts import schedule as texts
from domain import drafting, lesson_views
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.drafting import Draft, Preview
from handlers.staff import telling
from keyboards import schedule as buttons
from keyboards import schedules as keyboards

router = Router(name=__name__)

TYPING = StateFilter(Scheduling.typing_rules, Scheduling.typing_days)


@router.callback_query(buttons.ShowSchedule.filter())
async def on_show_schedule(
    _: CallbackQuery,
    callback_data: buttons.ShowSchedule,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    return await shown(session, viewer, campus, callback_data.course_id, now)


@router.callback_query(buttons.AskSchedule.filter())
async def on_ask_schedule(
    _: CallbackQuery,
    callback_data: buttons.AskSchedule,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
) -> Screen:
    course, draft = await drafting.begin(session, viewer, course_id=callback_data.course_id)
    await state.set_state(Scheduling.typing_rules)
    await state.set_data(draft.packed())
    keyboard = keyboards.ask(draft, has_schedule=bool(course.schedule))
    return Screen(texts.ask(course), keyboard)


@router.message(TYPING, Typed())
async def on_schedule(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    begun = drafting.unpacked(await state.get_data())
    draft = drafting.read(session, viewer, campus, begun=begun, typed=typed, now=now)
    act = understood(session, viewer, campus, state, draft, now)
    keyboard = keyboards.ask(begun)
    return await or_refusal(session, viewer, act, keyboard, unless=GONE)


@router.message(TYPING)
async def on_no_schedule_typed(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    begun = drafting.unpacked(await state.get_data())
    course, _draft = await drafting.begin(session, viewer, course_id=begun.course_id)
    return Screen(texts.ask(course), keyboards.ask(begun))


@router.callback_query(buttons.NoSchedule.filter())
async def on_no_schedule(
    _: CallbackQuery,
    callback_data: buttons.NoSchedule,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    draft = Draft(callback_data.course_id, [], None, None, callback_data.seen)
    return await previewed(session, viewer, campus, state, draft, now)


@router.callback_query(buttons.ShowPreview.filter())
async def on_preview(
    _: CallbackQuery,
    callback_data: buttons.ShowPreview,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    draft = drafting.kept(await state.get_data(), course_id=callback_data.course_id)
    seen = await drafting.preview(session, viewer, campus, draft, now=now)
    return page(seen, campus, callback_data.page)


@router.callback_query(buttons.SaveSchedule.filter())
async def on_save_schedule(
    _: CallbackQuery,
    callback_data: buttons.SaveSchedule,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    course_id, key = callback_data.course_id, callback_data.key
    draft = drafting.kept(await state.get_data(), course_id=course_id)
    done = await drafting.save(session, viewer, campus, draft, key=key, now=now)
    if isinstance(done, Preview):
        return page(done, campus, 0)
    await state.clear()
    screen = await shown(session, viewer, campus, course_id, now)
    screen = replace(screen, notice=texts.saved())
    return await telling.ask(session, viewer, course_id=course_id, now=now, otherwise=screen)


async def shown(
    session: AsyncSession, viewer: Viewer, campus: Campus, course_id: int, now: datetime
) -> Screen:
    seen = await lesson_views.schedule(session, viewer, course_id=course_id, now=now)
    return Screen(texts.schedule(seen, campus.tz, now), keyboards.schedule(seen))


async def understood(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    read: Awaitable[Draft],
    now: datetime,
) -> Screen:
    draft = await read
    if draft.is_dated:
        return await previewed(session, actor, campus, state, draft, now)
    await state.set_state(Scheduling.typing_days)
    await state.set_data(draft.packed())
    return Screen(texts.ask_days(draft), keyboards.ask(draft))


async def previewed(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    draft: Draft,
    now: datetime,
) -> Screen:
    """The draft is kept, and waits for no words: a button on the preview would forget it."""
    seen = await drafting.preview(session, actor, campus, draft, now=now)
    await state.set_state(None)
    await state.set_data(draft.packed())
    return page(seen, campus, 0)


def page(seen: Preview, campus: Campus, number: int) -> Screen:
    number = min(number, max(0, len(seen.lines) - 1) // keyboards.PAGE_SIZE)
    text = texts.preview(seen, number, keyboards.PAGE_SIZE, campus.tz)
    return Screen(text, keyboards.preview(seen, number))
