from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Authoring
from bot.texts import editing as editing_texts
from bot.texts import running as texts
from bot.texts.say import paragraphs
from db.models import Course
from domain import copying, editing
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.copying import Source
from keyboards import copying as keyboards
from keyboards import fields

router = Router(name=__name__)


@router.callback_query(keyboards.AskCopy.filter())
async def on_ask_copy(
    _: CallbackQuery,
    callback_data: keyboards.AskCopy,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    course_id = callback_data.course_id
    source = await copying.look(session, viewer, campus, course_id=course_id, now=now)
    await state.set_state(Authoring.typing_first_day)
    await state.set_data({"course_id": course_id})
    return asking(source)


@router.callback_query(keyboards.CopyCourse.filter())
async def on_copy_course(
    _: CallbackQuery,
    callback_data: keyboards.CopyCourse,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    copy = copying.unpacked(callback_data.day, callback_data.public_id)
    course = await copying.copy(
        session, viewer, campus, copy, course_id=callback_data.course_id, now=now
    )
    return copied(course, campus)


@router.message(StateFilter(Authoring.typing_first_day), Typed())
async def on_first_day(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    source = await copying.look(session, viewer, campus, course_id=course_id, now=now)
    act = copy_on(session, viewer, state, campus, typed, now)
    return await or_refusal(session, viewer, act, keyboards.ask(source))


@router.message(StateFilter(Authoring.typing_first_day))
async def on_no_first_day(
    _: Message,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    return asking(await copying.look(session, viewer, campus, course_id=course_id, now=now))


async def copy_on(
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    campus: Campus,
    typed: str,
    now: datetime,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    copy = copying.proposal(copying.read_day(typed, campus, now=now))
    course = await copying.copy(session, actor, campus, copy, course_id=course_id, now=now)
    await state.clear()
    return copied(course, campus)


def asking(source: Source) -> Screen:
    return Screen(texts.ask_copy(source), keyboards.ask(source))


def copied(course: Course, campus: Campus) -> Screen:
    text = paragraphs([texts.copied(), editing_texts.screen(course)])
    return Screen(text, fields.edit(editing.whole(course), fields.MAIN, campus.tz))
