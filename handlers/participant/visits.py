from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import visits as texts
from domain import own_visits
from domain.actor import Viewer
from domain.campus import Campus
from keyboards import visits as keyboards
from keyboards.course import back_to_course

router = Router(name=__name__)


@router.callback_query(keyboards.ShowVisits.filter())
async def on_visits(
    _: CallbackQuery,
    callback_data: keyboards.ShowVisits,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    which = {"course_id": callback_data.course_id, "page": callback_data.page}
    seen = await own_visits.mine(session, viewer, campus, **which, now=now)
    back = back_to_course(seen.summary.course.id)
    text = texts.page(seen, now, viewer.tz)
    return Screen(text, keyboards.page(seen, now, viewer.tz, back))
