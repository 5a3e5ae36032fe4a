from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import reviews as texts
from domain import reviews
from domain.actor import Viewer
from keyboards import reviews as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowReviews.filter())
async def on_reviews(
    _: CallbackQuery,
    callback_data: keyboards.ShowReviews,
    session: AsyncSession,
    viewer: Viewer,
) -> Screen:
    course_id, page = callback_data.course_id, callback_data.page
    seen = await reviews.see(session, viewer, course_id=course_id, page=page)
    return Screen(texts.page(seen), keyboards.page(seen))
