"""Lessons beside the schedule: typed, looked at where something speaks against them, added."""

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
from bot.texts import move_warnings as warnings
from bot.texts.say import paragraphs
from domain import drafting, extra_lessons, kept_places
from domain.actor import Actor
from domain.campus import Campus
from domain.extra_lessons import Extra
from handlers.staff.lessons import done
from keyboards import lessons as keyboards
from keyboards import schedule as buttons

router = Router(name=__name__)


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
    act = read(session, viewer, campus, state, typed, now)
    return await or_refusal(session, viewer, act, keyboards.asking_new(course_id), unless=GONE)


@router.message(StateFilter(Scheduling.typing_lesson))
async def on_no_lesson_typed(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    return await asking(session, viewer, (await state.get_data())["course_id"])


@router.callback_query(buttons.AddLesson.filter())
async def on_add_lesson(
    _: CallbackQuery,
    callback_data: buttons.AddLesson,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    spelled = kept_places.read(await state.get_data(), name="lesson", key=callback_data.key)
    return await add(session, viewer, campus, state, spelled, now)


async def read(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    what = {"course_id": course_id, "typed": typed, "now": now}
    wanted = await extra_lessons.read(session, actor, campus, **what)
    if wanted.is_plain:
        return await add(session, actor, campus, state, wanted.spelled, now)
    # Kept, and waiting for no words: a button would forget them.
    await state.set_state(None)
    await state.set_data({"lesson": wanted.spelled})
    return asking_to_add(wanted, campus, now)


def asking_to_add(wanted: Extra, campus: Campus, now: datetime) -> Screen:
    lesson = texts.will_be_added(wanted.line, campus.tz, now)
    told = warnings.told(wanted.warnings, campus.tz, now)
    text = paragraphs([lesson, told, texts.ask_add()])
    return Screen(text, keyboards.confirm_new(wanted))


async def add(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    spelled: str | None,
    now: datetime,
) -> Screen:
    lesson = await extra_lessons.add(session, actor, spelled, now=now)
    await state.clear()
    return await done(session, actor, campus, lesson.id, now, texts.added())


async def asking(session: AsyncSession, actor: Actor, course_id: int) -> Screen:
    course, _draft = await drafting.begin(session, actor, course_id=course_id)
    return Screen(texts.ask_new(course), keyboards.asking_new(course_id))
