"""For whom an announcement is, and whether who joins later gets it too."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import announcement_questions as texts
from domain import announcements, announcing, late_joiners
from domain.actor import Actor
from domain.announcements import Audience, Whom
from domain.campus import Campus
from handlers.staff.announcements import page
from keyboards import announcement_questions as keyboards
from keyboards.announcements import AskLesson, SetLate, SetRole, SetWhom

router = Router(name=__name__)


@router.callback_query(AskLesson.filter())
async def on_ask_lesson(
    _: CallbackQuery,
    callback_data: AskLesson,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which, whom = callback_data.announcement_id, callback_data.whom
    found = await announcing.choices(session, viewer, announcement_id=which, now=now)
    keyboard = keyboards.asking_lesson(which, whom, found, campus.tz, now)
    return Screen(texts.ask_lesson(are_some=bool(found)), keyboard)


@router.callback_query(SetWhom.filter())
async def on_set_whom(
    _: CallbackQuery,
    callback_data: SetWhom,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which, lesson_id = callback_data.announcement_id, callback_data.lesson_id or None
    seen = await announcements.look(session, viewer, campus, which, now)
    audience = Audience(callback_data.whom, seen.announcement.course_id, lesson_id)
    await announcing.address(session, viewer, audience, announcement_id=which, now=now)
    return await page(session, viewer, campus, which, now)


@router.callback_query(SetRole.filter())
async def on_set_role(
    _: CallbackQuery,
    callback_data: SetRole,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which, audience = callback_data.announcement_id, Audience(Whom.ROLE, role=callback_data.role)
    await announcing.address(session, viewer, audience, announcement_id=which, now=now)
    return await page(session, viewer, campus, which, now)


@router.callback_query(SetLate.filter())
async def on_set_late(
    _: CallbackQuery,
    callback_data: SetLate,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which, late = callback_data.announcement_id, callback_data.until
    seen = await announcements.look(session, viewer, campus, which, now)
    until = late_joiners.until(late, seen, campus, now)
    await late_joiners.welcome(session, viewer, until, announcement_id=which, now=now)
    return await page(session, viewer, campus, which, now)
