from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import Words
from bot.replies import Screen
from bot.texts import catalogue as texts
from domain import courses
from domain.actor import Viewer
from domain.courses import PAGE_SIZE, Choice, Search
from keyboards import catalogue as keyboards

router = Router(name=__name__)


@router.message(Command("courses"))
async def on_courses(_: Message, session: AsyncSession, viewer: Viewer, now: datetime) -> Screen:
    return await page(session, viewer, Search(), now)


@router.message(Command("my"))
async def on_my_courses(
    _: Message, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    return await page(session, viewer, Search(Choice.MINE), now)


@router.callback_query(keyboards.ShowCourses.filter())
async def on_page(
    _: CallbackQuery,
    callback_data: keyboards.ShowCourses,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    return await page(session, viewer, keyboards.unpack(callback_data.search), now)


@router.callback_query(keyboards.AskWords.filter())
async def on_ask_words(_: CallbackQuery) -> Screen:
    return Screen(texts.ask_words(), keyboards.asking())


@router.message(Words())
async def on_words(
    _: Message, words: tuple[str, ...], session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    search = keyboards.fitting(Search(words=words))
    return await page(session, viewer, search, now)


async def page(session: AsyncSession, viewer: Viewer, search: Search, now: datetime) -> Screen:
    found = await courses.find(session, viewer, search=search, now=now)
    text = texts.page(found, search, now, viewer.tz)
    return Screen(text, keyboards.page(found, search, PAGE_SIZE))
