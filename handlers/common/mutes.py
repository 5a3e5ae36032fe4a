from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import mutes as texts
from bot.texts import reminders as reminder_texts
from domain import courses, mutes, profile
from domain.actor import Actor
from keyboards import mutes as keyboards
from keyboards import reminders
from keyboards.settings import ShowMutes

router = Router(name=__name__)


@router.callback_query(ShowMutes.filter())
async def on_mutes(
    _: CallbackQuery,
    callback_data: ShowMutes,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await page(session, viewer, callback_data.page, now)


@router.callback_query(keyboards.Mute.filter())
async def on_muted(
    _: CallbackQuery,
    callback_data: keyboards.Mute,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    course_id, is_muted = callback_data.course_id, callback_data.is_muted
    await mutes.mute(session, viewer, course_id=course_id, is_muted=is_muted, now=now)
    return await page(session, viewer, callback_data.page, now)


@router.callback_query(keyboards.Hush.filter())
async def on_hush(
    _: CallbackQuery,
    callback_data: keyboards.Hush,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    course_id, is_muted = callback_data.course_id, callback_data.is_muted
    await mutes.mute(session, viewer, course_id=course_id, is_muted=is_muted, now=now)
    seen = await courses.view(session, viewer, course_id=course_id, now=now)
    text = reminder_texts.hushed(seen.course) if is_muted else reminder_texts.heard(seen.course)
    return Screen(text, reminders.hushed(seen.course, is_muted=is_muted), is_apart=True)


async def page(session: AsyncSession, viewer: Actor, number: int, now: datetime) -> Screen:
    found = await mutes.mine(session, viewer, page=number)
    seen = await profile.view(session, viewer, now=now)
    text = texts.page(found, reminders_on=seen.user.reminders_on)
    return Screen(text, keyboards.page(found))
