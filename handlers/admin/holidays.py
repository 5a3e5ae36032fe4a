import asyncio
from collections.abc import Awaitable
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.files import Upload
from bot.filters import HasDocument, HasRole, Typed
from bot.replies import Screen
from bot.states import Programme
from bot.texts import holidays as texts
from db.models import Role
from domain import holiday_lessons, holidays
from domain.actor import Actor
from domain.campus import Campus
from domain.holidays import DaysOff, Span
from domain.importing import today
from domain.reading import days_off
from domain.reading.found import MOST_MEGABYTES
from domain.reading.patience import Patience
from keyboards import holidays as keyboards

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(keyboards.ShowHolidays.filter())
async def on_holidays(
    _: CallbackQuery,
    callback_data: keyboards.ShowHolidays,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    asked = {"year": callback_data.year, "page": callback_data.page}
    seen = await holidays.look(session, viewer, campus, now=now, **asked)
    return Screen(texts.year(seen), keyboards.year(seen))


@router.callback_query(keyboards.AskHolidays.filter())
async def on_ask_holidays(_: CallbackQuery, state: FSMContext) -> Screen:
    await state.set_state(Programme.typing_holidays)
    return asking()


@router.message(StateFilter(Programme.typing_holidays), Typed())
async def on_typed_holidays(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    act = add(session, viewer, campus, state, read(typed, campus, now), now)
    return await or_refusal(session, viewer, act, keyboards.asking())


@router.message(StateFilter(Programme.typing_holidays), HasDocument())
async def on_file_of_holidays(
    _: Message,
    upload: Upload,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    act = add(session, viewer, campus, state, read_file(upload, campus, now), now)
    return await or_refusal(session, viewer, act, keyboards.asking())


@router.message(StateFilter(Programme.typing_holidays))
async def on_no_holidays(_: Message) -> Screen:
    return asking()


@router.callback_query(keyboards.AskRemoveHoliday.filter())
async def on_ask_remove(
    _: CallbackQuery,
    callback_data: keyboards.AskRemoveHoliday,
    session: AsyncSession,
    viewer: Actor,
) -> Screen:
    first, last = keyboards.between(callback_data)
    span = await holidays.find(session, viewer, first=first, last=last)
    return Screen(texts.ask_remove(span), keyboards.ask_remove(span))


@router.callback_query(keyboards.RemoveHoliday.filter())
async def on_remove(
    _: CallbackQuery,
    callback_data: keyboards.RemoveHoliday,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    first, last = keyboards.between(callback_data)
    await holidays.remove(session, viewer, first=first, last=last, now=now)
    found = await holiday_lessons.missing(session, viewer, campus, first=first, last=last, now=now)
    text = texts.removed(Span(first, last, ""), found)
    return Screen(text, keyboards.removed(first, last, found.lessons))


async def read(typed: str, campus: Campus, now: datetime) -> DaysOff:
    return days_off.read(typed, today=today(campus, now))


async def read_file(upload: Upload, campus: Campus, now: datetime) -> DaysOff:
    content = await upload.content(megabytes=MOST_MEGABYTES)
    return await asyncio.to_thread(
        days_off.of_file, content, today=today(campus, now), patience=Patience()
    )


async def add(
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    reading: Awaitable[DaysOff],
    now: datetime,
) -> Screen:
    news = await holidays.add(session, viewer, days=await reading, now=now)
    found = await holiday_lessons.fallen(session, viewer, campus, now=now)
    await state.clear()
    return Screen(texts.added(news, found), keyboards.added(news, found.lessons))


def asking() -> Screen:
    return Screen(texts.ask(), keyboards.asking())
