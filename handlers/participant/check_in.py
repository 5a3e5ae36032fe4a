"""Checking oneself in by the code of the room: scanned, or six digits of it typed at any time."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import or_f
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import FromUnasked
from bot.replies import Screen
from bot.scan_filters import AtDesk, ScansRoomCode, TypesDigits
from bot.texts import check_in as texts
from bot.texts.say import paragraphs
from domain import attendance, walk_ins
from domain.answers import CheckIn, WhichLesson
from domain.checking_in import Desk
from domain.codes import RoomCode
from keyboards import check_in as keyboards

router = Router(name=__name__)
router.message.filter(AtDesk())
router.callback_query.filter(AtDesk(), ~FromUnasked())


@router.message(or_f(ScansRoomCode(), TypesDigits()))
async def on_code(
    _: Message, scan: RoomCode, session: AsyncSession, desk: Desk, raw_state: str | None
) -> Screen:
    checked = await attendance.check_in(session, desk, scan)
    screen = answer(checked, desk)
    return screen if raw_state is None else going_on(screen)


@router.callback_query(keyboards.EnrollAndCheckIn.filter())
async def on_enroll_and_check_in(
    _: CallbackQuery,
    callback_data: keyboards.EnrollAndCheckIn,
    session: AsyncSession,
    desk: Desk,
) -> Screen:
    attempt_id = callback_data.attempt_id
    checked = await walk_ins.enroll_and_check_in(session, desk, attempt_id=attempt_id)
    return answer(checked, desk)


def answer(checked: CheckIn | WhichLesson, desk: Desk) -> Screen:
    assert isinstance(checked, CheckIn)
    return Screen(texts.own(checked, desk.now, desk.actor.tz), keyboards.own(checked))


def going_on(screen: Screen) -> Screen:
    """A dialog was only interrupted."""
    return replace(screen, text=paragraphs([screen.text, texts.go_on()]))
