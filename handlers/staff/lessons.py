"""The lessons of a course: listed, cancelled and restored."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import lesson_conflicts as conflicts
from bot.texts import lessons as texts
from domain import cancelling, lesson_views, lessons
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.series import Overtaken
from handlers.staff import telling
from keyboards import lessons as keyboards
from keyboards import schedule as buttons

router = Router(name=__name__)


@router.callback_query(buttons.ShowLessons.filter())
async def on_show_lessons(
    _: CallbackQuery,
    callback_data: buttons.ShowLessons,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    course_id, number, is_past = callback_data.course_id, callback_data.page, callback_data.is_past
    seen = await lesson_views.page(
        session, viewer, course_id=course_id, number=number, is_past=is_past, now=now
    )
    return Screen(texts.page(seen, campus.tz, now), keyboards.page(seen, campus.tz, now))


@router.callback_query(buttons.ShowLesson.filter())
async def on_show_lesson(
    _: CallbackQuery,
    callback_data: buttons.ShowLesson,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    return await card(session, viewer, campus, callback_data.lesson_id, now)


@router.callback_query(buttons.AskCancel.filter())
async def on_ask_cancel(
    _: CallbackQuery,
    callback_data: buttons.AskCancel,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    seen = await lesson_views.mine(session, viewer, lesson_id=callback_data.lesson_id)
    text = texts.ask_cancel(seen.lesson, campus.tz, now)
    return Screen(text, keyboards.ask_cancel(seen.lesson))


@router.callback_query(buttons.Cancel.filter())
async def on_cancel(
    _: CallbackQuery,
    callback_data: buttons.Cancel,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which = callback_data.model_dump()
    outcome = await cancelling.cancel(session, viewer, **which, now=now)
    if isinstance(outcome, Overtaken):
        mine = texts.ask_cancel(outcome.lesson, campus.tz, now)
        text = conflicts.told(outcome, mine, campus.tz, now)
        return Screen(text, keyboards.ask_cancel(outcome.lesson))
    return await done(session, viewer, campus, outcome.id, now, texts.cancelled())


@router.callback_query(buttons.Restore.filter())
async def on_restore(
    _: CallbackQuery,
    callback_data: buttons.Restore,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    await lessons.restore(session, viewer, lesson_id=callback_data.lesson_id, now=now)
    return await done(session, viewer, campus, callback_data.lesson_id, now, texts.restored())


async def done(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    lesson_id: int,
    now: datetime,
    notice: str,
) -> Screen:
    """The lesson as it is now, or the question whether to tell people of it."""
    screen = replace(await card(session, actor, campus, lesson_id, now), notice=notice)
    seen = await lesson_views.card(session, actor, lesson_id=lesson_id)
    course_id = seen.course.id
    return await telling.ask(session, actor, course_id=course_id, now=now, otherwise=screen)


async def card(
    session: AsyncSession, viewer: Viewer, campus: Campus, lesson_id: int, now: datetime
) -> Screen:
    seen = await lesson_views.card(session, viewer, lesson_id=lesson_id)
    return Screen(texts.card(seen, campus.tz, now), keyboards.card(seen))
