"""Who gives a lesson, or all of a weekly rule."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import lessons as texts
from domain import lesson_views, series
from domain.actor import Actor
from domain.campus import Campus
from domain.lessons import LessonDetails
from domain.series import Which
from handlers.staff.lesson_places import change
from keyboards import lessons as keyboards
from keyboards import schedule as buttons

router = Router(name=__name__)


@router.callback_query(buttons.ChooseHost.filter())
async def on_choose_host(
    _: CallbackQuery, callback_data: buttons.ChooseHost, session: AsyncSession, viewer: Actor
) -> Screen:
    seen, people = await lesson_views.hosts(session, viewer, lesson_id=callback_data.lesson_id)
    return Screen(texts.choose_host(), keyboards.hosts(seen, people))


@router.callback_query(buttons.AskHost.filter())
async def on_ask_host(
    _: CallbackQuery,
    callback_data: buttons.AskHost,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    lesson_id, host_id = callback_data.lesson_id, callback_data.host_id
    _seen, people = await lesson_views.hosts(session, viewer, lesson_id=lesson_id)
    found = await series.look(session, viewer, campus, lesson_id=lesson_id, now=now)
    text = texts.ask_scope(found, texts.will_be_given(dict(people).get(host_id)))
    return Screen(text, keyboards.scopes(found, keyboards.hosting(lesson_id, host_id)))


@router.callback_query(buttons.PutHost.filter())
async def on_put_host(
    _: CallbackQuery,
    callback_data: buttons.PutHost,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which = Which(callback_data.lesson_id, callback_data.scope)
    fields: LessonDetails = {"host_id": callback_data.host_id or None}
    return await change(session, viewer, campus, which, fields, now)
