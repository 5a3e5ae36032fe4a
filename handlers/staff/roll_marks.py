"""The mark of somebody at a lesson: looked at, chosen, corrected with a reason."""

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE, or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.scan_filters import AtDesk
from bot.states import RollCall
from bot.texts import mark_reasons
from bot.texts import roll_call as texts
from domain import queueing
from domain.checking_in import Desk
from domain.roll import Card
from handlers.staff.roll_call import marked, opened, see
from keyboards import roll_call as buttons
from keyboards import roll_call_pages as keyboards
from keyboards.roll_call import OfPerson, Put

router = Router(name=__name__)
router.message.filter(AtDesk())
router.callback_query.filter(AtDesk())


@router.callback_query(buttons.ShowMark.filter())
async def on_show_mark(
    _: CallbackQuery, callback_data: buttons.ShowMark, session: AsyncSession, desk: Desk
) -> Screen:
    return opened(await see(session, desk, callback_data), callback_data, desk)


@router.callback_query(buttons.PutMark.filter())
async def on_put_mark(
    _: CallbackQuery,
    callback_data: buttons.PutMark,
    session: AsyncSession,
    desk: Desk,
    state: FSMContext,
) -> Screen:
    seen, put = await see(session, desk, callback_data), callback_data.put
    if seen.is_free:
        return await marked(session, desk, callback_data, seen, put.status)
    await state.set_state(RollCall.typing_reason)
    await state.set_data(buttons.place(callback_data) | {"put": put})
    return asking(seen, callback_data, put)


@router.callback_query(buttons.PutMarkWhy.filter())
async def on_put_mark_why(
    _: CallbackQuery, callback_data: buttons.PutMarkWhy, session: AsyncSession, desk: Desk
) -> Screen:
    seen, status = await see(session, desk, callback_data), callback_data.put.status
    reason = mark_reasons.words(callback_data.why)
    return await marked(session, desk, callback_data, seen, status, reason)


@router.message(StateFilter(RollCall.typing_reason), Typed())
async def on_why_marked(
    _: Message, typed: str, session: AsyncSession, desk: Desk, state: FSMContext
) -> Screen:
    whose, put = remembered(await state.get_data())
    act = correct(session, desk, state, whose, put, typed)
    again = keyboards.ask_reason(whose, put)
    return await or_refusal(session, desk.actor, act, again, unless=GONE)


@router.message(StateFilter(RollCall.typing_reason))
async def on_no_why_marked(
    _: Message, session: AsyncSession, desk: Desk, state: FSMContext
) -> Screen:
    whose, put = remembered(await state.get_data())
    return asking(await see(session, desk, whose), whose, put)


async def correct(
    session: AsyncSession,
    desk: Desk,
    state: FSMContext,
    whose: OfPerson,
    put: Put,
    typed: str,
) -> Screen:
    seen, reason = await see(session, desk, whose), queueing.reason(typed)
    screen = await marked(session, desk, whose, seen, put.status, reason)
    await state.clear()
    return screen


def asking(seen: Card, whose: OfPerson, put: Put) -> Screen:
    text = texts.ask_reason(seen, put.status)
    return Screen(text, keyboards.ask_reason(whose, put))


def remembered(asked: dict[str, str]) -> tuple[OfPerson, Put]:
    return OfPerson.model_validate(asked), Put(asked["put"])
