"""Somebody is enrolled by those who run the course."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import Words
from bot.replies import Screen
from bot.states import Roster
from bot.texts import roster as texts
from bot.texts import seat as seat_texts
from domain import bringing, people, roster
from domain.actor import Actor
from domain.tokens import Kind, Signer
from handlers.staff.roster import card
from keyboards import bringing as keyboards
from keyboards.roster import AskNewcomer, OfSeat

router = Router(name=__name__)


@router.callback_query(AskNewcomer.filter())
async def on_ask_newcomer(
    _: CallbackQuery,
    callback_data: AskNewcomer,
    session: AsyncSession,
    viewer: Actor,
    signer: Signer,
    state: FSMContext,
    now: datetime,
) -> Screen:
    screen = await ask(session, viewer, callback_data.course_id, signer, now)
    await state.set_state(Roster.typing_newcomer)
    await state.set_data({"course_id": callback_data.course_id})
    return screen


@router.message(StateFilter(Roster.typing_newcomer), Words(people.words_of))
async def on_words_of_newcomer(
    _: Message,
    words: tuple[str, ...],
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    # The dialog goes on until they press something: nobody finds everybody at the first word.
    return await known(session, viewer, course_id, keyboards.packed(words))


@router.message(StateFilter(Roster.typing_newcomer))
async def on_no_words_of_newcomer(
    _: Message,
    session: AsyncSession,
    viewer: Actor,
    signer: Signer,
    state: FSMContext,
    now: datetime,
) -> Screen:
    return await ask(session, viewer, (await state.get_data())["course_id"], signer, now)


@router.callback_query(keyboards.ShowKnown.filter())
async def on_show_known(
    _: CallbackQuery,
    callback_data: keyboards.ShowKnown,
    session: AsyncSession,
    viewer: Actor,
) -> Screen:
    return await known(session, viewer, callback_data.course_id, callback_data.search)


@router.callback_query(keyboards.AskBring.filter())
async def on_ask_bring(
    _: CallbackQuery,
    callback_data: keyboards.AskBring,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    course, user = await bringing.bringable(session, viewer, **callback_data.model_dump(), now=now)
    return Screen(texts.ask_bring(course, user), keyboards.ask_bring(course, user.id))


@router.callback_query(keyboards.Bring.filter())
async def on_bring(
    _: CallbackQuery,
    callback_data: keyboards.Bring,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    whom = callback_data.model_dump()
    place, is_new = await bringing.bring(session, viewer, **whom, now=now)
    whose, done = OfSeat(enrollment_id=place.enrollment.id), seat_texts.brought(is_new=is_new)
    return await card(session, viewer, whose, now, done=done)


async def ask(
    session: AsyncSession, actor: Actor, course_id: int, signer: Signer, now: datetime
) -> Screen:
    course = await bringing.open_course(session, actor, course_id=course_id, now=now)
    link = signer.link(Kind.COURSE_LINK, course.public_id)
    return Screen(texts.ask_newcomer(course, link), keyboards.asking(course))


async def known(session: AsyncSession, actor: Actor, course_id: int, packed: str) -> Screen:
    words, page = keyboards.words_and_page(packed)
    found = await roster.acquaintances(session, actor, course_id=course_id, words=words, page=page)
    return Screen(texts.known(found, words), keyboards.found(found, words))
