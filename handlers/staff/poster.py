import asyncio
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot import pictures
from bot.replies import Screen
from bot.texts import course as texts
from domain import courses
from domain.actor import Viewer
from domain.tokens import Kind, Signer
from keyboards import course as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowPoster.filter())
async def on_show_poster(
    _: CallbackQuery,
    callback_data: keyboards.ShowPoster,
    session: AsyncSession,
    viewer: Viewer,
    signer: Signer,
    now: datetime,
) -> Screen:
    course = await courses.poster(session, viewer, course_id=callback_data.course_id, now=now)
    link = signer.link(Kind.COURSE_LINK, course.public_id)
    # In a thread: drawing takes a tenth of a second, which nobody else should wait for.
    title, caption = texts.poster_title(course), texts.poster_caption()
    photo = await asyncio.to_thread(pictures.poster, title, caption, link)
    return Screen(texts.poster(course, link), photo=photo, is_apart=True)
