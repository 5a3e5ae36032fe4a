"""Everybody of a lesson who has no mark gets one."""

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.scan_filters import AtDesk
from bot.texts import roll_call as texts
from domain import marking_all
from domain.checking_in import Desk
from keyboards import roll_call as buttons
from keyboards import roll_call_pages as keyboards

router = Router(name=__name__)
router.callback_query.filter(AtDesk())


@router.callback_query(buttons.AskAll.filter())
async def on_ask_all(
    _: CallbackQuery, callback_data: buttons.AskAll, session: AsyncSession, desk: Desk
) -> Screen:
    lesson_id, put = callback_data.lesson_id, callback_data.put
    asked = await marking_all.ask(session, desk.actor, lesson_id=lesson_id, now=desk.now)
    text = texts.ask_all(asked, put.status)
    return Screen(text, keyboards.ask_all(asked, put))


@router.callback_query(buttons.MarkAll.filter())
async def on_mark_all(
    _: CallbackQuery, callback_data: buttons.MarkAll, session: AsyncSession, desk: Desk
) -> Screen:
    lesson_id, put = callback_data.lesson_id, callback_data.put
    count = await marking_all.mark_all(
        session, desk.actor, desk.campus, lesson_id=lesson_id, status=put.status, now=desk.now
    )
    text = texts.marked_all(count, put.status)
    return Screen(text, keyboards.marked_all(lesson_id, put, desk.now if count else None))


@router.callback_query(buttons.UndoAll.filter())
async def on_undo_all(
    _: CallbackQuery, callback_data: buttons.UndoAll, session: AsyncSession, desk: Desk
) -> Screen:
    lesson_id, status = callback_data.lesson_id, callback_data.put.status
    at = buttons.moment(callback_data.at)
    done = await marking_all.take_back(
        session, desk.actor, lesson_id=lesson_id, status=status, at=at, now=desk.now
    )
    return Screen(texts.undone_all(done), keyboards.back(lesson_id))
