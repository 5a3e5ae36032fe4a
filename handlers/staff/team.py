from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import staff as texts
from domain import staff
from domain.actor import Actor, Viewer
from keyboards import staff as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowTeam.filter())
async def on_show_team(
    _: CallbackQuery,
    callback_data: keyboards.ShowTeam,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    course_id, page = callback_data.course_id, callback_data.page
    seen = await staff.team(session, viewer, course_id=course_id, page=page, now=now)
    return Screen(texts.team(seen), keyboards.team(seen, viewer.id))


@router.callback_query(keyboards.AskQuit.filter())
async def on_ask_quit(
    _: CallbackQuery, callback_data: keyboards.AskQuit, session: AsyncSession, viewer: Viewer
) -> Screen:
    post = await staff.leaving(session, viewer, course_id=callback_data.course_id)
    return Screen(texts.ask_leave(post), keyboards.ask_quit(post.course))


@router.callback_query(keyboards.Quit.filter())
async def on_quit(
    _: CallbackQuery,
    callback_data: keyboards.Quit,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    post = await staff.leave(session, viewer, course_id=callback_data.course_id, now=now)
    return Screen(texts.left(post.course), keyboards.gone())


@router.callback_query(keyboards.AskRemove.filter())
async def on_ask_remove(
    _: CallbackQuery, callback_data: keyboards.AskRemove, session: AsyncSession, viewer: Actor
) -> Screen:
    whom = callback_data.model_dump()
    post = await staff.removing(session, viewer, **whom)
    return Screen(texts.ask_remove(post), keyboards.ask_remove(post))


@router.callback_query(keyboards.Remove.filter())
async def on_remove(
    _: CallbackQuery,
    callback_data: keyboards.Remove,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    course_id, user_id = callback_data.course_id, callback_data.user_id
    post = await staff.remove(session, viewer, course_id=course_id, user_id=user_id, now=now)
    seen = await staff.team(session, viewer, course_id=course_id, page=0, now=now)
    return Screen(texts.team(seen), keyboards.team(seen, viewer.id), notice=texts.removed(post))
