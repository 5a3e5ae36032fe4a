from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole
from bot.replies import Screen
from bot.texts import people as list_texts
from bot.texts import person as card_texts
from bot.texts import person_acts as texts
from bot.texts.say import paragraphs
from db.models import Role
from domain import people
from domain.actor import Actor
from domain.campus import Campus
from handlers.admin.people import page
from keyboards import person as keyboards
from keyboards.people import OfPerson, ShowPerson, unpack

router = Router(name=__name__)
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(ShowPerson.filter())
async def on_show_person(
    _: CallbackQuery,
    callback_data: ShowPerson,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    return await card(session, viewer, campus, callback_data, now)


@router.callback_query(keyboards.AskRole.filter())
async def on_ask_role(
    _: CallbackQuery,
    callback_data: keyboards.AskRole,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    user_id = callback_data.user_id
    seen = await people.to_appoint(session, viewer, campus, user_id=user_id, now=now)
    return Screen(texts.choose_role(seen.user), keyboards.roles(seen.user, callback_data))


@router.callback_query(keyboards.ChooseRole.filter())
async def on_choose_role(
    _: CallbackQuery,
    callback_data: keyboards.ChooseRole,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    user_id, role = callback_data.user_id, keyboards.role_of(callback_data.role)
    seen = await people.to_appoint(session, viewer, campus, user_id=user_id, now=now)
    return Screen(texts.ask_role(seen, role), keyboards.ask_role(role, callback_data))


@router.callback_query(keyboards.GiveRole.filter())
async def on_give_role(
    _: CallbackQuery,
    callback_data: keyboards.GiveRole,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    user_id, role = callback_data.user_id, keyboards.role_of(callback_data.role)
    await people.change_role(session, viewer, campus, user_id=user_id, role=role, now=now)
    return await card(session, viewer, campus, callback_data, now, done=texts.role_changed())


@router.callback_query(keyboards.AskErasure.filter())
async def on_ask_erasure(
    _: CallbackQuery,
    callback_data: keyboards.AskErasure,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    user_id = callback_data.user_id
    seen = await people.to_remove(session, viewer, campus, user_id=user_id, now=now)
    return Screen(texts.ask_erasure(seen.user), keyboards.ask_erasure(callback_data))


@router.callback_query(keyboards.Erase.filter())
async def on_erase(
    _: CallbackQuery,
    callback_data: keyboards.Erase,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    await people.erase(session, viewer, campus, user_id=callback_data.user_id, now=now)
    search = unpack(callback_data.search)
    return await page(session, viewer, search, notice=list_texts.erased())


async def card(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    whose: OfPerson,
    now: datetime,
    *,
    done: str = "",
) -> Screen:
    seen = await people.card(session, actor, user_id=whose.user_id, now=now)
    text = paragraphs([done, card_texts.card(seen, campus, actor.tz)])
    is_oneself = seen.user.id == actor.id
    return Screen(text, keyboards.card(seen.user, whose, is_oneself=is_oneself))
