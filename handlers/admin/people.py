from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole, Words
from bot.replies import Screen
from bot.states import People
from bot.texts import people as texts
from db.models import Role
from domain import people
from domain.actor import Actor
from domain.people import Search
from keyboards import people as keyboards

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.message(Command("people"))
async def on_people(_: Message, session: AsyncSession, viewer: Actor) -> Screen:
    return await page(session, viewer, Search())


@router.callback_query(keyboards.ShowPeople.filter())
async def on_people_page(
    _: CallbackQuery, callback_data: keyboards.ShowPeople, session: AsyncSession, viewer: Actor
) -> Screen:
    return await page(session, viewer, keyboards.unpack(callback_data.search))


@router.callback_query(keyboards.AskPerson.filter())
async def on_ask_person(
    _: CallbackQuery, callback_data: keyboards.AskPerson, state: FSMContext
) -> Screen:
    await state.set_state(People.typing_words)
    search = keyboards.tidy(callback_data.search)
    await state.set_data({"search": search})
    return asking(search)


@router.message(StateFilter(People.typing_words), Words(people.words_of))
async def on_words_of_person(
    _: Message, words: tuple[str, ...], session: AsyncSession, viewer: Actor, state: FSMContext
) -> Screen:
    circle = keyboards.unpack((await state.get_data())["search"]).circle
    # The dialog goes on until they press something: nobody finds everybody at the first word.
    return await page(session, viewer, keyboards.fitting(Search(circle, words)))


@router.message(StateFilter(People.typing_words))
async def on_no_words_of_person(_: Message, state: FSMContext) -> Screen:
    return asking((await state.get_data())["search"])


async def page(
    session: AsyncSession, actor: Actor, search: Search, *, notice: str | None = None
) -> Screen:
    found = await people.find(session, actor, search=search)
    return Screen(texts.page(found, search), keyboards.page(found, search), notice=notice)


def asking(search: str) -> Screen:
    return Screen(texts.ask_words(), keyboards.asking(search))
