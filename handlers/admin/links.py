"""Links that give roles."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole
from bot.replies import Screen
from bot.texts import invites as texts
from db.models import Role
from domain import invites
from domain.actor import Actor
from domain.invites import Terms
from domain.tokens import Signer
from handlers.common.open_links import made, of_roles
from keyboards import invites as keyboards

router = Router(name=__name__)
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(keyboards.ShowLinks.filter())
async def on_show_links(
    _: CallbackQuery,
    callback_data: keyboards.ShowLinks,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await of_roles(session, viewer, callback_data.page, now)


@router.callback_query(keyboards.ChooseRole.filter())
async def on_choose_role(_: CallbackQuery) -> Screen:
    return Screen(texts.choose_role(), keyboards.choose_role())


@router.callback_query(keyboards.ChooseTime.filter())
async def on_choose_time(_: CallbackQuery, callback_data: keyboards.ChooseTime) -> Screen:
    role = callback_data.role
    return Screen(texts.choose_lifetime(texts.of_role(role)), keyboards.choose_time(role))


@router.callback_query(keyboards.MakeLink.filter())
async def on_make_link(
    _: CallbackQuery,
    callback_data: keyboards.MakeLink,
    session: AsyncSession,
    viewer: Actor,
    signer: Signer,
    now: datetime,
) -> Screen:
    role = callback_data.role
    terms = Terms(callback_data.public_id, callback_data.days)
    seen = await invites.issue_for_role(session, viewer, role=role, terms=terms, now=now)
    return made(seen, signer, viewer)
