from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import HasRole, Typed
from bot.replies import Screen
from bot.states import Authoring
from bot.texts import editing as texts
from bot.texts.say import paragraphs
from db.models import Role
from domain import editing
from domain.actor import Actor
from domain.campus import Campus
from keyboards import fields as keyboards
from keyboards.editing import NewCourse

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.message(Command("new"))
@router.callback_query(NewCourse.filter())
async def on_new_course(_: Message | CallbackQuery, state: FSMContext) -> Screen:
    await state.set_state(Authoring.typing_new_name)
    return asking()


@router.message(StateFilter(Authoring.typing_new_name), Typed())
async def on_new_name(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    act = create(session, viewer, state, campus, typed, now)
    return await or_refusal(session, viewer, act, keyboards.naming())


@router.message(StateFilter(Authoring.typing_new_name))
async def on_no_new_name(_: Message) -> Screen:
    return asking()


def asking() -> Screen:
    return Screen(texts.ask_name(), keyboards.naming())


async def create(
    session: AsyncSession,
    actor: Actor,
    state: FSMContext,
    campus: Campus,
    name: str,
    now: datetime,
) -> Screen:
    course = await editing.create(session, actor, campus, name=name, now=now)
    await state.clear()
    text = paragraphs([texts.created(), texts.screen(course)])
    return Screen(text, keyboards.edit(editing.whole(course), keyboards.MAIN, campus.tz))
