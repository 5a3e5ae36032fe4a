"""People ask those who run a course."""

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
from domain import questions
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.errors import QuestionNotValid
from keyboards import questions as keyboards
from keyboards.catalogue import ShowOwnQuestions
from keyboards.course import AskHosts

router = Router(name=__name__)


@router.callback_query(AskHosts.filter())
async def on_ask_hosts(
    _: CallbackQuery,
    callback_data: AskHosts,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Screen:
    course_id = callback_data.course_id
    course = await questions.to_ask(session, viewer, course_id=course_id, now=now)
    await state.set_state(Asking.typing_question)
    await state.set_data({"course_id": course_id})
    return Screen(texts.ask_question(course), keyboards.asking(course_id))


@router.message(StateFilter(Asking.typing_question), Typed())
async def on_question(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    act = ask(session, viewer, campus, typed, state, now)
    again = keyboards.asking(course_id)
    return await or_refusal(session, viewer, act, again, of=QuestionNotValid)


@router.message(StateFilter(Asking.typing_question))
async def on_no_question(
    _: Message, session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    course = await questions.to_see(session, viewer, course_id)
    return Screen(texts.ask_question(course), keyboards.asking(course_id))


@router.callback_query(ShowOwnQuestions.filter())
async def on_own_questions(
    _: CallbackQuery, callback_data: ShowOwnQuestions, session: AsyncSession, viewer: Viewer
) -> Screen:
    found = await questions.mine(session, viewer, page=callback_data.page)
    return Screen(texts.mine(found, viewer.tz), keyboards.mine(found))


@router.callback_query(keyboards.ShowOwnQuestion.filter())
async def on_own_question(
    _: CallbackQuery,
    callback_data: keyboards.ShowOwnQuestion,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    found = await questions.own(session, viewer, question_id=callback_data.question_id)
    return Screen(texts.own(found, viewer.tz), keyboards.own(found))


@router.callback_query(keyboards.Withdraw.filter())
async def on_withdraw(
    _: CallbackQuery,
    callback_data: keyboards.Withdraw,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    question_id = callback_data.question_id
    found = await questions.withdraw(session, viewer, question_id=question_id, now=now)
    return Screen(texts.withdrawn(found.course), keyboards.settled(found.course))


async def ask(
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    typed: str,
    state: FSMContext,
    now: datetime,
) -> Screen:
    where = await state.get_data()
    course = await questions.ask(session, viewer, campus, **where, typed=typed, now=now)
    await state.clear()
    return Screen(texts.asked(course), keyboards.asked(course.id))
