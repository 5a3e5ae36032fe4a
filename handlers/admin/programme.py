from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole, Words
from bot.replies import Screen
from bot.states import Programme
from bot.texts import programme as texts
from db.models import Role
from domain import programme
from domain.actor import Actor
from domain.programme import Search
from keyboards import programme as keyboards
from keyboards import programme_pages as pages

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.message(Command("all"))
async def on_all(_: Message, session: AsyncSession, viewer: Actor, now: datetime) -> Screen:
    return await page(session, viewer, Search(), now)


@router.callback_query(keyboards.ShowProgramme.filter())
async def on_programme_page(
    _: CallbackQuery,
    callback_data: keyboards.ShowProgramme,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await page(session, viewer, keyboards.unpack(callback_data.search), now)


@router.callback_query(keyboards.ChooseCircle.filter())
async def on_choose_circle(
    _: CallbackQuery, callback_data: keyboards.ChooseCircle, session: AsyncSession, viewer: Actor
) -> Screen:
    search = keyboards.unpack(callback_data.search)
    counts = await programme.counts(session, viewer, search=search)
    return Screen(texts.choose_circle(search), pages.circles(counts, search))


@router.callback_query(keyboards.AskProgramme.filter())
async def on_ask_programme(
    _: CallbackQuery, callback_data: keyboards.AskProgramme, state: FSMContext
) -> Screen:
    await state.set_state(Programme.typing_words)
    search = keyboards.tidy(callback_data.search)
    await state.set_data({"search": search})
    return asking(search)


@router.message(StateFilter(Programme.typing_words), Words())
async def on_words_of_programme(
    _: Message,
    words: tuple[str, ...],
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    circle = keyboards.unpack((await state.get_data())["search"]).circle
    # The dialog goes on until they press something: nobody finds everything at the first word.
    return await page(session, viewer, keyboards.fitting(Search(circle, words)), now)


@router.message(StateFilter(Programme.typing_words))
async def on_no_words_of_programme(_: Message, state: FSMContext) -> Screen:
    return asking((await state.get_data())["search"])


async def page(session: AsyncSession, actor: Actor, search: Search, now: datetime) -> Screen:
    found = await programme.find(session, actor, search=search, now=now)
    return Screen(texts.page(found, search), pages.page(found, search))


def asking(search: str) -> Screen:
    return Screen(texts.ask_words(), pages.asking(search))
