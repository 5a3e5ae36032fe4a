"""Lessons on days off are taken away and brought back, and people are told of it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole
from bot.replies import Screen
from bot.texts import course_news as news
from bot.texts import holidays as texts
from bot.texts.say import paragraphs
from db.models import Role
from domain import holiday_lessons, holiday_news
from domain.actor import Actor
from domain.campus import Campus
from domain.holiday_lessons import Found
from keyboards import holidays as keyboards
from keyboards import telling

router = Router(name=__name__)
router.callback_query.filter(HasRole(Role.ADMIN))


@router.callback_query(keyboards.AskClear.filter())
async def on_ask_clear(
    _: CallbackQuery, session: AsyncSession, viewer: Actor, campus: Campus, now: datetime
) -> Screen:
    found = await holiday_lessons.fallen(session, viewer, campus, now=now)
    return Screen(texts.fallen(found), keyboards.ask_clear(found.lessons))


@router.callback_query(keyboards.ClearHolidays.filter())
async def on_clear(
    _: CallbackQuery, session: AsyncSession, viewer: Actor, campus: Campus, now: datetime
) -> Screen:
    gone = await holiday_lessons.clear(session, viewer, campus, now=now)
    return await done(session, viewer, gone, texts.cleared(gone), now)


@router.callback_query(keyboards.BringBack.filter())
async def on_bring_back(
    _: CallbackQuery,
    callback_data: keyboards.BringBack,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    first, last = keyboards.between(callback_data)
    back = await holiday_lessons.bring_back(
        session, viewer, campus, first=first, last=last, now=now
    )
    return await done(session, viewer, back, texts.brought_back(back), now)


@router.callback_query(telling.TellOfDays.filter())
async def on_tell(
    _: CallbackQuery,
    callback_data: telling.TellOfDays,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    entry_id, when = callback_data.entry_id, callback_data.when
    told = await holiday_news.tell(session, viewer, campus, entry_id=entry_id, when=when, now=now)
    return Screen(news.told_of(len(told), when), keyboards.asking())


@router.callback_query(telling.TellNobodyOfDays.filter())
async def on_tell_nobody(_: CallbackQuery) -> Screen:
    return Screen(news.told_nobody(), keyboards.asking())


async def done(
    session: AsyncSession, viewer: Actor, changed: Found, said: str, now: datetime
) -> Screen:
    """With the question whether people shall be told, if it concerns anybody."""
    ids = [it.course_id for it in changed.mine]
    asked = await holiday_news.questions(session, viewer, ids, now=now)
    if not asked:
        return Screen(said, keyboards.asking())
    text = paragraphs([said, news.ask_of(len(asked))])
    return Screen(text, telling.ask_of_days(asked[0].entry_id))
