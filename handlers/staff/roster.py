"""The people of a course: the list, looking for somebody in it, its file, and cards."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import Words
from bot.replies import Alert, Screen
from bot.states import Roster
from bot.texts import roster as texts
from bot.texts import seat as seat_texts
from domain import course_list, people, roster
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.roster import Search
from keyboards import roster as keyboards
from keyboards import seats as seat_keyboards
from keyboards.roster import OfSeat

router = Router(name=__name__)


@router.callback_query(keyboards.ShowRoster.filter())
async def on_show_roster(
    _: CallbackQuery,
    callback_data: keyboards.ShowRoster,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    search = keyboards.unpack(callback_data.search)
    return await page(session, viewer, callback_data.course_id, search, now)


@router.callback_query(keyboards.AskRostered.filter())
async def on_ask_rostered(
    _: CallbackQuery,
    callback_data: keyboards.AskRostered,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    course_id, search = callback_data.course_id, keyboards.tidy(callback_data.search)
    await roster.seen(session, viewer, course_id=course_id)
    await state.set_state(Roster.typing_words)
    await state.set_data({"course_id": course_id, "search": search})
    return Screen(texts.ask_words(), keyboards.asking(course_id, search))


@router.message(StateFilter(Roster.typing_words), Words(people.words_of))
async def on_words_of_rostered(
    _: Message,
    words: tuple[str, ...],
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Screen:
    asked = await state.get_data()
    status = keyboards.unpack(asked["search"]).status
    search = keyboards.fitting(Search(status, words))
    # The dialog goes on until they press something: nobody finds everybody at the first word.
    return await page(session, viewer, asked["course_id"], search, now)


@router.message(StateFilter(Roster.typing_words))
async def on_no_words_of_rostered(_: Message, state: FSMContext) -> Screen:
    asked = await state.get_data()
    return Screen(texts.ask_words(), keyboards.asking(asked["course_id"], asked["search"]))


@router.callback_query(keyboards.SendList.filter())
async def on_send_list(
    _: CallbackQuery,
    callback_data: keyboards.SendList,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Alert:
    course_id, kind = callback_data.course_id, callback_data.file
    await course_list.order(session, viewer, campus, course_id=course_id, kind=kind, now=now)
    return Alert(texts.preparing(), is_brief=True)


@router.callback_query(keyboards.ShowSeat.filter())
async def on_show_seat(
    _: CallbackQuery,
    callback_data: keyboards.ShowSeat,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    return await card(session, viewer, callback_data, now)


async def page(
    session: AsyncSession, viewer: Viewer, course_id: int, search: Search, now: datetime
) -> Screen:
    seen = await roster.find(session, viewer, course_id=course_id, search=search, now=now)
    return Screen(texts.page(seen, search), keyboards.page(seen, search))


async def card(
    session: AsyncSession,
    viewer: Viewer,
    whose: OfSeat,
    now: datetime,
    *,
    done: str | None = None,
) -> Screen:
    seen = await roster.seat(session, viewer, enrollment_id=whose.enrollment_id, now=now)
    keyboard = seat_keyboards.card(seen, whose, viewer)
    return Screen(seat_texts.card(seen, viewer.tz), keyboard, notice=done)
