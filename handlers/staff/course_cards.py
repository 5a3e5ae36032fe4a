"""The card of a coming course, to everybody who wants news."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import announcement_reports as texts
from domain import cards
from domain.actor import Actor
from domain.campus import Campus
from keyboards import announcement_questions as keyboards
from keyboards.announcements import AskCard, SendCard

router = Router(name=__name__)


@router.callback_query(AskCard.filter())
async def on_ask_card(
    _: CallbackQuery,
    callback_data: AskCard,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    course_id = callback_data.course_id
    found = await cards.prepare(session, viewer, campus, course_id=course_id, now=now)
    return Screen(texts.ask_card(found), keyboards.card(found))


@router.callback_query(SendCard.filter())
async def on_send_card(
    _: CallbackQuery,
    callback_data: SendCard,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    course_id = callback_data.course_id
    await cards.send(session, viewer, campus, course_id=course_id, now=now)
    return Screen(texts.begun(), keyboards.gone(course_id))
