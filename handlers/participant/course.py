from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import StartLink
from bot.replies import Banner, Screen
from bot.texts import course as texts
from domain import courses
from domain.actor import Viewer
from domain.courses import CourseView, joining
from domain.tokens import Kind
from keyboards import course as keyboards
from keyboards.catalogue import ShowCourse

router = Router(name=__name__)


@router.message(StartLink(Kind.COURSE_LINK))
async def on_course_link(
    _: Message, public_id: int, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    seen = await courses.by_public_id(session, viewer, public_id=public_id, now=now)
    return card(seen, viewer, now)


@router.callback_query(ShowCourse.filter())
async def on_show_course(
    _: CallbackQuery,
    callback_data: ShowCourse,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    seen = await courses.view(session, viewer, course_id=callback_data.course_id, now=now)
    return card(seen, viewer, now, search=callback_data.search)


@router.callback_query(keyboards.ShowDescription.filter())
async def on_show_description(
    _: CallbackQuery,
    callback_data: keyboards.ShowDescription,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    seen = await courses.view(session, viewer, course_id=callback_data.course_id, now=now)
    return Screen(texts.description(seen.course), keyboards.under(seen.course.id))


def card(seen: CourseView, viewer: Viewer, now: datetime, *, search: str = "") -> Screen:
    banner_id = seen.course.banner_id
    is_clipped = texts.is_clipped(seen, now, viewer.tz)
    keyboard = keyboards.card(
        seen, joining(seen, now), viewer, now=now, search=search, is_clipped=is_clipped
    )
    photo = Banner(banner_id, seen.banner_file_id) if banner_id else None
    return Screen(texts.card(seen, now, viewer.tz), keyboard, photo)
