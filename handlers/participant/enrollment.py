from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import enrollment as texts
from domain import enrollments
from domain.actor import Actor, Viewer
from keyboards import course as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.Enroll.filter())
async def on_enroll(
    _: CallbackQuery,
    callback_data: keyboards.Enroll,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await enroll(session, viewer, callback_data.course_id, now)


@router.callback_query(keyboards.AskLeave.filter())
async def on_ask_leave(
    _: CallbackQuery,
    callback_data: keyboards.AskLeave,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    course_id = callback_data.course_id
    leaving = await enrollments.leaving(session, viewer, course_id=course_id, now=now)
    return Screen(texts.ask_leave(leaving), keyboards.ask_leave(leaving.course))


@router.callback_query(keyboards.Leave.filter())
async def on_leave(
    _: CallbackQuery,
    callback_data: keyboards.Leave,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    course_id = callback_data.course_id
    course = await enrollments.leave(session, viewer, course_id=course_id, now=now)
    return Screen(texts.left(course), keyboards.left(course))


async def enroll(session: AsyncSession, actor: Actor, course_id: int, now: datetime) -> Screen:
    joined = await enrollments.enroll(session, actor, course_id=course_id, now=now)
    return Screen(texts.joined(joined), keyboards.joined(joined.course))
