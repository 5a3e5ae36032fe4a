"""The staff scan a pass with the camera of a phone."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.scan_filters import AtDesk, ScansPass
from bot.texts import scanned as texts
from domain import attendance, passes, undoing, walk_ins
from domain.answers import CheckIn, WhichLesson
from domain.checking_in import Desk
from domain.codes import Pass
from keyboards import check_in as keyboards

router = Router(name=__name__)
router.message.filter(AtDesk())
router.callback_query.filter(AtDesk())


@router.message(ScansPass())
async def on_pass(_: Message, scan: Pass, session: AsyncSession, desk: Desk) -> Screen:
    return answer(await attendance.check_in(session, desk, scan), scan, desk)


@router.callback_query(keyboards.ScanAt.filter())
async def on_scanned_at(
    _: CallbackQuery, callback_data: keyboards.ScanAt, session: AsyncSession, desk: Desk
) -> Screen:
    scanned_at = callback_data.scanned_at(desk.now)
    scan = Pass(callback_data.token, scanned_at, callback_data.lesson_id)
    return answer(await passes.scan_by_staff(session, desk, scan), scan, desk)


@router.callback_query(keyboards.TakeIn.filter())
async def on_taken_in(
    _: CallbackQuery, callback_data: keyboards.TakeIn, session: AsyncSession, desk: Desk
) -> Screen:
    checked = await walk_ins.take_in(session, desk, attempt_id=callback_data.attempt_id)
    return person(checked, desk)


@router.callback_query(keyboards.UndoCheckIn.filter())
async def on_undo(
    _: CallbackQuery, callback_data: keyboards.UndoCheckIn, session: AsyncSession, desk: Desk
) -> Screen:
    attendance_id = callback_data.attendance_id
    it = await undoing.undo(session, desk.actor, attendance_id=attendance_id, now=desk.now)
    return Screen(texts.undone(), keyboards.undone(it.marked.lesson_id))


def answer(checked: CheckIn | WhichLesson, scan: Pass, desk: Desk) -> Screen:
    if isinstance(checked, WhichLesson):
        keyboard = keyboards.which_lesson(checked, scan, desk.actor.tz)
        return Screen(texts.which_lesson(checked), keyboard)
    return person(checked, desk, scan)


def person(checked: CheckIn, desk: Desk, scan: Pass | None = None) -> Screen:
    text = texts.of_person(checked, desk.now, desk.actor.tz)
    return Screen(text, keyboards.of_person(checked, desk.actor.role, scan, desk.actor.tz))
