"""Whether people are told of what was changed."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import course_news as texts
from bot.texts.say import paragraphs
from domain import course_news
from domain.actor import Actor
from domain.campus import Campus
from keyboards import telling as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.Tell.filter())
async def on_tell(
    _: CallbackQuery,
    callback_data: keyboards.Tell,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    course_id, when = callback_data.course_id, callback_data.when
    what = course_id, callback_data.entry_id
    told = await course_news.tell(session, viewer, campus, what, when=when, now=now)
    return Screen(texts.told(told, when), keyboards.answered(course_id))


@router.callback_query(keyboards.TellNobody.filter())
async def on_tell_nobody(
    _: CallbackQuery, callback_data: keyboards.TellNobody, session: AsyncSession, viewer: Actor
) -> Screen:
    course_id = callback_data.course_id
    await course_news.keep_silent(session, viewer, course_id=course_id)
    return Screen(texts.told_nobody(), keyboards.answered(course_id))


async def ask(
    session: AsyncSession,
    actor: Actor,
    *,
    course_id: int,
    now: datetime,
    otherwise: Screen,
) -> Screen:
    """About what was done just now, under its notice; the other screen if it concerns nobody."""
    question = await course_news.question(session, actor, course_id=course_id, now=now)
    if question is None:
        return otherwise
    text = paragraphs([otherwise.notice or "", texts.ask(question)])
    return Screen(text, keyboards.ask(question))
