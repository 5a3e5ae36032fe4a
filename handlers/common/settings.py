from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command, or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import Answer, AnswersSetting, FromStranger, ToSetting
from bot.i18n import speaking
from bot.replies import Screen
from bot.states import TYPED
from bot.texts import settings as texts
from domain import profile
from domain.actor import Actor, as_actor
from domain.campus import Campus
from domain.profile import Field
from keyboards import mutes, sign_ins
from keyboards import settings as keyboards

router = Router(name=__name__)

# All that is about oneself, and so nothing to somebody whom we do not know.
BUTTONS = (
    keyboards.ShowSettings,
    keyboards.AskSetting,
    keyboards.Choose,
    keyboards.Flip,
    keyboards.ShowMutes,
    mutes.Mute,
    keyboards.ShowSignIns,
    sign_ins.CloseSignIn,
    sign_ins.CloseSignIns,
)


@router.message(FromStranger(), Command("settings", "lang"))
@router.message(FromStranger(), ToSetting())
@router.callback_query(FromStranger(), or_f(*(button.filter() for button in BUTTONS)))
async def on_stranger(_: Message | CallbackQuery) -> Screen:
    return Screen(texts.to_stranger(), keyboards.to_stranger())


@router.message(Command("settings"))
@router.callback_query(keyboards.ShowSettings.filter())
async def on_settings(
    _: Message | CallbackQuery,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    return await settings(session, viewer, campus, now)


@router.message(Command("lang"))
async def on_language(_: Message, state: FSMContext) -> Screen:
    return await ask(Field.LANGUAGE, state)


@router.callback_query(keyboards.AskSetting.filter())
async def on_asked(
    _: CallbackQuery, callback_data: keyboards.AskSetting, state: FSMContext
) -> Screen:
    return await ask(callback_data.field, state)


@router.callback_query(keyboards.Choose.filter())
async def on_chosen(
    _: CallbackQuery,
    callback_data: keyboards.Choose,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    field, words = callback_data.field, callback_data.words or None
    user = await profile.write(session, viewer, field=field, words=words, now=now)
    with speaking(as_actor(user, campus).language):
        screen = await settings(session, viewer, campus, now)
        return replace(screen, notice=texts.done())


@router.callback_query(keyboards.Flip.filter())
async def on_flipped(
    _: CallbackQuery,
    callback_data: keyboards.Flip,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    which, is_on = callback_data.switch, callback_data.is_on
    await profile.switch(session, viewer, which=which, is_on=is_on, now=now)
    screen = await settings(session, viewer, campus, now)
    return replace(screen, notice=texts.done(), is_apart=callback_data.is_apart)


@router.message(AnswersSetting())
async def on_typed(
    _: Message,
    answer: Answer,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    act = keep(session, viewer, answer, state, now, campus)
    return await or_refusal(session, viewer, act, keyboards.choices(answer.field))


@router.message(ToSetting())
async def on_no_words(_: Message, field: Field, state: FSMContext) -> Screen:
    return await ask(field, state)


async def settings(session: AsyncSession, viewer: Actor, campus: Campus, now: datetime) -> Screen:
    seen = await profile.view(session, viewer, now=now)
    return Screen(texts.settings(seen, campus, now), keyboards.settings(seen))


async def ask(field: Field, state: FSMContext) -> Screen:
    if field in TYPED:
        await state.set_state(TYPED[field])
    return Screen(texts.ask(field), keyboards.choices(field))


async def keep(
    session: AsyncSession,
    viewer: Actor,
    answer: Answer,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    await profile.write(session, viewer, field=answer.field, words=answer.words, now=now)
    await state.clear()
    screen = await settings(session, viewer, campus, now)
    return replace(screen, text=texts.saved(screen.text))
