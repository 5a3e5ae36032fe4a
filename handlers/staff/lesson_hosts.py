"""Who gives a lesson, or all of a weekly rule."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import lesson_conflicts as conflicts
from bot.texts import lessons as texts
from domain import lesson_views, series
from domain.actor import Actor
from domain.campus import Campus
from domain.lessons import LessonDetails
from domain.series import Overtaken, Scope, Series, Which
from handlers.staff.lesson_places import changed
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
    which = Which(callback_data.lesson_id, Scope.THIS, callback_data.seen)
    host_id = callback_data.host_id
    seen = await series.look(session, viewer, campus, lesson_id=which.lesson_id, now=now)
    found = await series.overtaken(session, seen, which, {"host_id": host_id or None})
    return await asking_host(session, viewer, campus, found or seen, host_id, now)


@router.callback_query(buttons.PutHost.filter())
async def on_put_host(
    _: CallbackQuery,
    callback_data: buttons.PutHost,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which = Which(callback_data.lesson_id, callback_data.scope, callback_data.seen)
    host_id = callback_data.host_id
    fields: LessonDetails = {"host_id": host_id or None}
    outcome = await series.change(session, viewer, campus, which, fields=fields, now=now)
    if isinstance(outcome, Overtaken):
        return await asking_host(session, viewer, campus, outcome, host_id, now)
    return await changed(session, viewer, campus, outcome, now)


async def asking_host(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    about: Series | Overtaken,
    host_id: int,
    now: datetime,
) -> Screen:
    seen = about.series if isinstance(about, Overtaken) else about
    _seen, people = await lesson_views.hosts(session, actor, lesson_id=seen.lesson.id)
    names = dict(people)
    choose, mine = keyboards.hosting(seen, host_id), texts.will_be_given(names.get(host_id))
    text = texts.ask_scope(seen, mine)
    if isinstance(about, Overtaken):
        text = conflicts.told_of_scope(about, mine, campus.tz, now, names)
    return Screen(text, keyboards.scopes(seen, choose))
