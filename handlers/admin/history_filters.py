"""What the history of actions is narrowed to, in words that admins type."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import HasRole, Typed, Words
from bot.replies import Screen
from bot.states import Filtering
from bot.texts import log as texts
from db.models import Role
from domain import courses, history, people, periods
from domain.actor import Actor
from domain.history import Filters
from domain.people import Search
from handlers.admin.history import page
from keyboards import history as buttons
from keyboards import history_pages as keyboards

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(buttons.AskPerson.filter())
async def on_ask_person(
    _: CallbackQuery, callback_data: buttons.AskPerson, state: FSMContext
) -> Screen:
    filters = await await_words(state, Filtering.typing_person, callback_data.filters)
    return Screen(texts.ask_person(), keyboards.asking(filters))


@router.callback_query(buttons.AskCourse.filter())
async def on_ask_course(
    _: CallbackQuery, callback_data: buttons.AskCourse, state: FSMContext
) -> Screen:
    filters = await await_words(state, Filtering.typing_course, callback_data.filters)
    return Screen(texts.ask_course(), keyboards.asking(filters))


@router.callback_query(buttons.AskDays.filter())
async def on_ask_days(
    _: CallbackQuery, callback_data: buttons.AskDays, state: FSMContext
) -> Screen:
    filters = await await_words(state, Filtering.typing_days, callback_data.filters)
    return Screen(texts.ask_days(), keyboards.days(filters))


@router.message(StateFilter(Filtering.typing_person), Words(people.words_of))
async def on_person_typed(
    _: Message, words: tuple[str, ...], session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    found = await people.find(session, viewer, search=Search(words=words))
    filters = await filters_of(state)
    if not found.people:
        return Screen(texts.nobody_found(), keyboards.asking(filters))
    text = texts.choose_person(found.total - len(found.people))
    return Screen(text, keyboards.people(found.people, filters))


@router.message(StateFilter(Filtering.typing_course), Words(courses.words_of))
async def on_course_typed(
    _: Message, words: tuple[str, ...], session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    found = await history.courses_named(session, viewer, words=words)
    filters = await filters_of(state)
    if not found:
        return Screen(texts.no_course_found(), keyboards.asking(filters))
    return Screen(texts.choose_course(), keyboards.courses(found, filters))


@router.message(StateFilter(Filtering.typing_days), Typed())
async def on_days_typed(
    _: Message, typed: str, session: AsyncSession, viewer: Actor, state: FSMContext, now: datetime
) -> Screen:
    filters = await filters_of(state)
    act = within(session, viewer, state, typed, now)
    return await or_refusal(session, viewer, act, keyboards.days(filters))


@router.message(StateFilter(Filtering.typing_person))
async def on_no_person(_: Message, state: FSMContext) -> Screen:
    return Screen(texts.ask_person(), keyboards.asking(await filters_of(state)))


@router.message(StateFilter(Filtering.typing_course))
async def on_no_course(_: Message, state: FSMContext) -> Screen:
    return Screen(texts.ask_course(), keyboards.asking(await filters_of(state)))


@router.message(StateFilter(Filtering.typing_days))
async def on_no_days(_: Message, state: FSMContext) -> Screen:
    return Screen(texts.ask_days(), keyboards.days(await filters_of(state)))


async def within(
    session: AsyncSession, viewer: Actor, state: FSMContext, typed: str, now: datetime
) -> Screen:
    span = periods.read(typed, today=now.astimezone(viewer.tz).date())
    filters = (await filters_of(state)).within(span)
    await state.clear()
    return await page(session, viewer, filters, now)


async def await_words(state: FSMContext, what: State, packed: str) -> Filters:
    """The filters that are to be narrowed by what is typed next."""
    filters = buttons.unpack(packed)
    await state.set_state(what)
    await state.set_data({"filters": buttons.pack(filters)})
    return filters


async def filters_of(state: FSMContext) -> Filters:
    return buttons.unpack((await state.get_data())["filters"])
