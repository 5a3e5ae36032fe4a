"""The lessons of a course: listed, added, cancelled and restored."""

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
from bot.texts import lessons as texts
from domain import drafting, extra_lessons, lesson_views, lessons
from domain.actor import Actor, Viewer
from domain.campus import Campus
from handlers.staff import telling
from keyboards import lessons as keyboards
from keyboards import schedule as buttons

router = Router(name=__name__)


@router.callback_query(buttons.ShowLessons.filter())
async def on_show_lessons(
    _: CallbackQuery,
    callback_data: buttons.ShowLessons,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    course_id, number, is_past = callback_data.course_id, callback_data.page, callback_data.is_past
    seen = await lesson_views.page(
        session, viewer, course_id=course_id, number=number, is_past=is_past, now=now
    )
    return Screen(texts.page(seen, campus.tz), keyboards.page(seen, campus.tz))


@router.callback_query(buttons.ShowLesson.filter())
async def on_show_lesson(
    _: CallbackQuery,
    callback_data: buttons.ShowLesson,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
) -> Screen:
    return await card(session, viewer, campus, callback_data.lesson_id)


@router.callback_query(buttons.AskLesson.filter())
async def on_ask_lesson(
    _: CallbackQuery,
    callback_data: buttons.AskLesson,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
) -> Screen:
    course_id = callback_data.course_id
    await state.set_state(Scheduling.typing_lesson)
    await state.set_data({"course_id": course_id})
    return await asking(session, viewer, course_id)


@router.message(StateFilter(Scheduling.typing_lesson), Typed())
async def on_new_lesson(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    act = add(session, viewer, campus, state, typed, now)
    return await or_refusal(session, viewer, act, keyboards.asking_new(course_id), unless=GONE)


@router.message(StateFilter(Scheduling.typing_lesson))
async def on_no_lesson_typed(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    return await asking(session, viewer, (await state.get_data())["course_id"])


@router.callback_query(buttons.AskCancel.filter())
async def on_ask_cancel(
    _: CallbackQuery,
    callback_data: buttons.AskCancel,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
) -> Screen:
    lesson_id = callback_data.lesson_id
    seen = await lesson_views.mine(session, viewer, lesson_id=lesson_id)
    return Screen(texts.ask_cancel(seen, campus.tz), keyboards.ask_cancel(lesson_id))


@router.callback_query(buttons.Cancel.filter())
async def on_cancel(
    _: CallbackQuery,
    callback_data: buttons.Cancel,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    await lessons.cancel(session, viewer, lesson_id=callback_data.lesson_id, now=now)
    notice = texts.cancelled()
    return await done(session, viewer, campus, callback_data.lesson_id, now, notice)


@router.callback_query(buttons.Restore.filter())
async def on_restore(
    _: CallbackQuery,
    callback_data: buttons.Restore,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    await lessons.restore(session, viewer, lesson_id=callback_data.lesson_id, now=now)
    return await done(session, viewer, campus, callback_data.lesson_id, now, texts.restored())


async def add(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    what = {"course_id": course_id, "typed": typed, "now": now}
    lesson = await extra_lessons.add(session, actor, campus, **what)
    await state.clear()
    return await done(session, actor, campus, lesson.id, now, texts.added())


async def done(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    lesson_id: int,
    now: datetime,
    notice: str,
) -> Screen:
    """The lesson as it is now, or the question whether to tell people of it."""
    screen = replace(await card(session, actor, campus, lesson_id), notice=notice)
    seen = await lesson_views.card(session, actor, lesson_id=lesson_id)
    course_id = seen.course.id
    return await telling.ask(session, actor, course_id=course_id, now=now, otherwise=screen)


async def card(session: AsyncSession, viewer: Viewer, campus: Campus, lesson_id: int) -> Screen:
    seen = await lesson_views.card(session, viewer, lesson_id=lesson_id)
    return Screen(texts.card(seen, campus.tz), keyboards.card(seen))


async def asking(session: AsyncSession, actor: Actor, course_id: int) -> Screen:
    course, _draft = await drafting.begin(session, actor, course_id=course_id)
    return Screen(texts.ask_new(course), keyboards.asking_new(course_id))
