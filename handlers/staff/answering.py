"""Those who run a course answer what people ask."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Asking
from bot.texts import questions as texts
from domain import answering
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.errors import QuestionNotValid
from keyboards import answering as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowQuestions.filter())
async def on_questions(
    _: CallbackQuery,
    callback_data: keyboards.ShowQuestions,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    which = callback_data.model_dump()
    course, found = await answering.waiting(session, viewer, **which)
    return Screen(texts.waiting(course, found, viewer.tz), keyboards.page(course.id, found))


@router.callback_query(keyboards.ShowQuestion.filter())
async def on_show_question(
    _: CallbackQuery,
    callback_data: keyboards.ShowQuestion,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    found = await answering.see(session, viewer, question_id=callback_data.question_id)
    return Screen(texts.inquiry(found, viewer.tz), keyboards.inquiry(found))


@router.callback_query(keyboards.AskAnswer.filter())
async def on_ask_answer(
    _: CallbackQuery,
    callback_data: keyboards.AskAnswer,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    screen = await answer_asked(session, viewer, callback_data.question_id)
    await state.set_state(Asking.typing_answer)
    await state.set_data(callback_data.model_dump())
    return screen


@router.message(StateFilter(Asking.typing_answer), Typed())
async def on_answer(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    question_id = (await state.get_data())["question_id"]
    act = answer(session, viewer, campus, typed, state, now)
    again = keyboards.asking(question_id)
    return await or_refusal(session, viewer, act, again, of=QuestionNotValid)


@router.message(StateFilter(Asking.typing_answer))
async def on_no_answer(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    return await answer_asked(session, viewer, (await state.get_data())["question_id"])


@router.callback_query(keyboards.AskClose.filter())
async def on_ask_close(
    _: CallbackQuery,
    callback_data: keyboards.AskClose,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    found = await answering.to_answer(session, viewer, question_id=callback_data.question_id)
    return Screen(texts.ask_close(found, viewer.tz), keyboards.ask_close(found))


@router.callback_query(keyboards.CloseQuestion.filter())
async def on_close(
    _: CallbackQuery,
    callback_data: keyboards.CloseQuestion,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    question_id = callback_data.question_id
    found = await answering.close(session, viewer, question_id=question_id, now=now)
    return Screen(texts.closed(), keyboards.settled(found.course.id))


async def answer_asked(session: AsyncSession, viewer: Viewer, question_id: int) -> Screen:
    found = await answering.to_answer(session, viewer, question_id=question_id)
    return Screen(texts.ask_answer(found, viewer.tz), keyboards.asking(question_id))


async def answer(
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = await state.get_data()
    found = await answering.answer(session, viewer, campus, **which, typed=typed, now=now)
    await state.clear()
    return Screen(texts.answered(found), keyboards.settled(found.course.id))
