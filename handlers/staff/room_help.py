"""Around the check-in of a lesson: helpers, and those who were not marked."""

from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Alert, Screen
from bot.scan_filters import AtDesk
from bot.texts import failed_scans as failed_texts
from bot.texts import room_help as texts
from bot.texts.scanned import of_person
from domain import calling_in, failed_scans, walk_ins
from domain.answers import CheckIn
from domain.checking_in import Desk
from keyboards import room as buttons
from keyboards import room_pages as keyboards

router = Router(name=__name__)
router.callback_query.filter(AtDesk())


@router.callback_query(buttons.ShowHelpers.filter())
async def on_show_helpers(
    _: CallbackQuery, callback_data: buttons.ShowHelpers, session: AsyncSession, desk: Desk
) -> Screen:
    lesson_id = callback_data.lesson_id
    seen = await calling_in.helpers(session, desk.actor, lesson_id=lesson_id)
    return Screen(texts.helpers(seen, desk.actor.tz), keyboards.helpers(seen))


@router.callback_query(buttons.CallIn.filter())
async def on_call_in(
    _: CallbackQuery, callback_data: buttons.CallIn, session: AsyncSession, desk: Desk
) -> Alert:
    whom = callback_data.model_dump()
    member, is_news = await calling_in.call_in(session, desk.actor, **whom, now=desk.now)
    return Alert(texts.called(member, is_news=is_news), is_brief=True)


@router.callback_query(buttons.ShowFailed.filter())
async def on_show_failed(
    _: CallbackQuery, callback_data: buttons.ShowFailed, session: AsyncSession, desk: Desk
) -> Screen:
    return await failed(session, desk, callback_data.lesson_id, callback_data.page)


@router.callback_query(buttons.TakeInAt.filter())
async def on_take_in_at(
    _: CallbackQuery, callback_data: buttons.TakeInAt, session: AsyncSession, desk: Desk
) -> Screen:
    checked = await walk_ins.take_in(session, desk, attempt_id=callback_data.attempt_id)
    if not checked.answer.is_marked:
        text = of_person(checked, desk.now, desk.actor.tz)
        return Screen(text, keyboards.back(callback_data.lesson_id))
    screen = await failed(session, desk, callback_data.lesson_id, 0)
    return replace(screen, notice=taken_in(checked))


async def failed(session: AsyncSession, desk: Desk, lesson_id: int, number: int) -> Screen:
    seen = await failed_scans.see(
        session, desk.actor, lesson_id=lesson_id, number=number, now=desk.now
    )
    text = failed_texts.page(seen, desk.now, desk.actor.tz)
    return Screen(text, keyboards.failed(seen))


def taken_in(checked: CheckIn) -> str | None:
    seen = checked.sighting
    return failed_texts.taken_in(seen.person_name) if seen else None
