"""The check-in of a lesson, by those who run it."""

import asyncio

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import pictures
from bot.replies import Screen
from bot.scan_filters import AtDesk
from bot.texts import room as texts
from bot.texts import room_help as help_texts
from domain import room
from domain.checking_in import Desk
from keyboards import room as buttons
from keyboards import room_pages as keyboards
from keyboards import room_screens

router = Router(name=__name__)
router.message.filter(AtDesk())
router.callback_query.filter(AtDesk())


@router.message(Command("now"))
@router.callback_query(buttons.ShowNow.filter())
async def on_now(_: Message | CallbackQuery, session: AsyncSession, desk: Desk) -> Screen:
    seen = await room.on_now(session, desk.actor, now=desk.now)
    if len(seen.on) == 1:
        return await shown(session, desk, seen.on[0].lesson.id)
    tz = desk.actor.tz
    return Screen(texts.now(seen, desk.now, tz), keyboards.now(seen, desk.campus, tz))


@router.callback_query(buttons.ShowRoom.filter())
async def on_show_room(
    _: CallbackQuery, callback_data: buttons.ShowRoom, session: AsyncSession, desk: Desk
) -> Screen:
    return await shown(session, desk, callback_data.lesson_id)


@router.callback_query(buttons.ExtendCheckIn.filter())
async def on_extend(
    _: CallbackQuery, callback_data: buttons.ExtendCheckIn, session: AsyncSession, desk: Desk
) -> Screen:
    which = callback_data.model_dump()
    lesson = await room.extend(session, desk.actor, **which, now=desk.now)
    notice = texts.extended(lesson, desk.now, desk.actor.tz)
    return await shown(session, desk, lesson.id, notice)


@router.callback_query(buttons.CloseCheckIn.filter())
async def on_close(
    _: CallbackQuery, callback_data: buttons.CloseCheckIn, session: AsyncSession, desk: Desk
) -> Screen:
    lesson_id = callback_data.lesson_id
    await room.close(session, desk.actor, lesson_id=lesson_id, now=desk.now)
    return await shown(session, desk, lesson_id, texts.closed())


@router.callback_query(buttons.FixCode.filter())
async def on_fix_code(
    _: CallbackQuery, callback_data: buttons.FixCode, session: AsyncSession, desk: Desk
) -> Screen:
    lesson_id, tz = callback_data.lesson_id, desk.actor.tz
    at, code = await room.fix_code(
        session, desk.actor, desk.signer, lesson_id=lesson_id, now=desk.now
    )
    title, caption = help_texts.fixed_title(code), help_texts.fixed_caption(at, code, tz)
    photo = await asyncio.to_thread(pictures.poster, title, caption, code.link)
    keyboard = keyboards.back(lesson_id)
    return Screen(help_texts.fixed(at, code, tz), keyboard, photo, is_apart=True)


async def shown(
    session: AsyncSession, desk: Desk, lesson_id: int, notice: str | None = None
) -> Screen:
    seen = await room.see(session, desk.actor, desk.signer, lesson_id=lesson_id, now=desk.now)
    return await room_screens.screen(seen, desk.actor, desk.campus, desk.now, notice=notice)
