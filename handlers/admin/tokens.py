"""Tokens of other services."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import HasRole, Typed
from bot.replies import Screen
from bot.states import Tokens
from bot.texts import tokens as texts
from db.models import Role
from domain import api_tokens
from domain.actor import Actor
from domain.api_tokens import Grant
from domain.errors import LabelNotValid
from keyboards import tokens as keyboards
from keyboards.invites import ShowTokens

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(ShowTokens.filter())
async def on_show_tokens(
    _: CallbackQuery,
    callback_data: ShowTokens,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    shown = await tokens(session, viewer, callback_data.page, now)
    return replace(shown, is_apart=callback_data.is_apart)


@router.callback_query(keyboards.NewToken.filter())
async def on_new_token(_: CallbackQuery) -> Screen:
    return Screen(texts.choose_rights(), keyboards.choose_rights())


@router.callback_query(keyboards.ChooseRights.filter())
async def on_choose_rights(_: CallbackQuery, callback_data: keyboards.ChooseRights) -> Screen:
    return Screen(texts.choose_one_by_one(), keyboards.choose_one_by_one(callback_data.rights))


@router.callback_query(keyboards.ChooseEnd.filter())
async def on_choose_end(_: CallbackQuery, callback_data: keyboards.ChooseEnd) -> Screen:
    rights = callback_data.rights
    return Screen(texts.choose_lifetime(keyboards.unpack(rights)), keyboards.choose_end(rights))


@router.callback_query(keyboards.NameToken.filter())
async def on_name_token(
    _: CallbackQuery, callback_data: keyboards.NameToken, state: FSMContext
) -> Screen:
    await state.set_state(Tokens.typing_name)
    await state.set_data(callback_data.model_dump(mode="json"))
    return asking()


@router.message(StateFilter(Tokens.typing_name), Typed())
async def on_token_named(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    asked = keyboards.NameToken(**await state.get_data())
    grant = Grant(keyboards.unpack(asked.rights), expires_at=asked.lifetime.end(now))
    act = made(session, viewer, typed, grant, state, now)
    return await or_refusal(session, viewer, act, keyboards.asking(), of=LabelNotValid)


@router.message(StateFilter(Tokens.typing_name))
async def on_no_name_of_token(_: Message) -> Screen:
    return asking()


@router.callback_query(keyboards.ShowToken.filter())
async def on_show_token(
    _: CallbackQuery,
    callback_data: keyboards.ShowToken,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    seen = await api_tokens.inspect(session, viewer, token_id=callback_data.token_id)
    return Screen(texts.card(seen, now, viewer.tz), keyboards.card(seen.token))


@router.callback_query(keyboards.AskRevokeToken.filter())
async def on_ask_revoke_token(
    _: CallbackQuery,
    callback_data: keyboards.AskRevokeToken,
    session: AsyncSession,
    viewer: Actor,
) -> Screen:
    seen = await api_tokens.inspect(session, viewer, token_id=callback_data.token_id)
    return Screen(texts.ask_revoke(seen), keyboards.ask_revoke(seen.token))


@router.callback_query(keyboards.RevokeToken.filter())
async def on_revoke_token(
    _: CallbackQuery,
    callback_data: keyboards.RevokeToken,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    await api_tokens.revoke(session, viewer, token_id=callback_data.token_id, now=now)
    shown = await tokens(session, viewer, 0, now)
    return replace(shown, notice=texts.revoked())


async def made(
    session: AsyncSession,
    viewer: Actor,
    name: str,
    grant: Grant,
    state: FSMContext,
    now: datetime,
) -> Screen:
    token, secret = await api_tokens.create(session, viewer, name=name, grant=grant, now=now)
    await state.clear()
    instead = Screen(texts.not_shown(token), keyboards.card(token))
    return Screen(texts.made(token, secret, viewer.tz), keyboards.made(), instead=instead)


async def tokens(session: AsyncSession, viewer: Actor, page: int, now: datetime) -> Screen:
    found = await api_tokens.page(session, viewer, page=page)
    text = texts.page(found, keyboards.first_of(found), now, viewer.tz)
    return Screen(text, keyboards.page(found))


def asking() -> Screen:
    return Screen(texts.ask_name(), keyboards.asking())
