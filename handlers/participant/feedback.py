"""Stars for a course, then a few words for whoever likes."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Reviewing
from bot.texts import feedback as texts
from domain import rating
from domain.actor import Viewer
from domain.errors import CommentNotValid
from domain.rating import Opinion
from keyboards import feedback as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowFeedback.filter())
async def on_feedback(
    _: CallbackQuery,
    callback_data: keyboards.ShowFeedback,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    it = await rating.see(session, viewer, course_id=callback_data.course_id)
    return await say_more(it, state) if it.given else ask(it)


@router.callback_query(keyboards.GiveStars.filter())
async def on_stars(
    _: CallbackQuery,
    callback_data: keyboards.GiveStars,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Screen:
    it = await rating.rate(session, viewer, **callback_data.model_dump(), now=now)
    return await say_more(it, state) if it.is_news else already(it)


@router.callback_query(keyboards.EndFeedback.filter())
async def on_no_words(
    _: CallbackQuery,
    callback_data: keyboards.EndFeedback,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    it = await rating.see(session, viewer, course_id=callback_data.course_id)
    await state.clear()
    return thanks(it) if it.given else ask(it)


@router.message(StateFilter(Reviewing.typing_words), Typed())
async def on_words(
    _: Message, typed: str, session: AsyncSession, viewer: Viewer, state: FSMContext, now: datetime
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    act = comment(session, viewer, course_id, typed, state, now)
    again = keyboards.asking_words(course_id)
    return await or_refusal(session, viewer, act, again, of=CommentNotValid)


@router.message(StateFilter(Reviewing.typing_words))
async def on_no_text(_: Message, state: FSMContext) -> Screen:
    course_id = (await state.get_data())["course_id"]
    return Screen(texts.ask_words(), keyboards.asking_words(course_id))


async def comment(
    session: AsyncSession,
    viewer: Viewer,
    course_id: int,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    it = await rating.comment(session, viewer, course_id=course_id, typed=typed, now=now)
    await state.clear()
    return thanks(it) if it.is_news else already(it)


async def say_more(it: Opinion, state: FSMContext) -> Screen:
    """Words are waited for, if there are none yet."""
    if it.is_settled:
        return Screen(texts.page(it), keyboards.page(it))
    await state.set_state(Reviewing.typing_words)
    await state.set_data({"course_id": it.course.id})
    return Screen(texts.rated(it), keyboards.rated(it))


def ask(it: Opinion) -> Screen:
    return Screen(texts.page(it), keyboards.page(it))


def thanks(it: Opinion) -> Screen:
    return Screen(texts.thanks(it), keyboards.under(it.course.id))


def already(it: Opinion) -> Screen:
    return Screen(texts.already(it), keyboards.under(it.course.id))
