"""The people of a lesson: the list, and one tap that marks somebody."""

from dataclasses import replace

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import Words
from bot.replies import Screen
from bot.scan_filters import AtDesk
from bot.states import RollCall
from bot.texts import roll_call as texts
from db.models import AttendanceStatus
from domain import people, roll, roll_call, undoing
from domain.checking_in import Desk
from domain.roll import Card, Search, Tapped
from keyboards import roll_call as buttons
from keyboards import roll_call_pages as keyboards
from keyboards.roll_call import OfPerson

router = Router(name=__name__)
router.message.filter(AtDesk())
router.callback_query.filter(AtDesk())


@router.callback_query(buttons.ShowRoll.filter())
async def on_show_roll(
    _: CallbackQuery, callback_data: buttons.ShowRoll, session: AsyncSession, desk: Desk
) -> Screen:
    search = buttons.unpack(callback_data.search)
    return await page(session, desk, callback_data.lesson_id, search)


@router.callback_query(buttons.AskRolled.filter())
async def on_ask_rolled(
    _: CallbackQuery,
    callback_data: buttons.AskRolled,
    session: AsyncSession,
    desk: Desk,
    state: FSMContext,
) -> Screen:
    lesson_id, search = callback_data.lesson_id, buttons.tidy(callback_data.search)
    await page(session, desk, lesson_id, Search())
    await state.set_state(RollCall.typing_words)
    await state.set_data({"lesson_id": lesson_id, "search": search})
    return Screen(texts.ask_words(), keyboards.asking(lesson_id, search))


@router.message(StateFilter(RollCall.typing_words), Words(people.words_of))
async def on_words_of_rolled(
    _: Message, words: tuple[str, ...], session: AsyncSession, desk: Desk, state: FSMContext
) -> Screen:
    asked = await state.get_data()
    view = buttons.unpack(asked["search"]).view
    # The dialog goes on until they press something: nobody finds everybody at the first word.
    search = buttons.fitting(Search(view, words))
    return await page(session, desk, asked["lesson_id"], search)


@router.message(StateFilter(RollCall.typing_words))
async def on_no_words_of_rolled(_: Message, state: FSMContext) -> Screen:
    asked = await state.get_data()
    return Screen(texts.ask_words(), keyboards.asking(asked["lesson_id"], asked["search"]))


@router.callback_query(buttons.Tap.filter())
async def on_tap(
    _: CallbackQuery, callback_data: buttons.Tap, session: AsyncSession, desk: Desk
) -> Screen:
    seen, view = await see(session, desk, callback_data), buttons.unpack(callback_data.search).view
    match roll.tapped(seen, view, callback_data.shown.status):
        case Tapped.OPEN:
            return opened(seen, callback_data, desk)
        case Tapped.UNDO:
            return await undo(session, desk, callback_data, seen)
        case Tapped.ABSENT:
            return await marked(session, desk, callback_data, seen, AttendanceStatus.ABSENT)
        case Tapped.CAME:
            return await marked(session, desk, callback_data, seen, None)


@router.callback_query(buttons.UndoMark.filter())
async def on_undo_mark(
    _: CallbackQuery, callback_data: buttons.UndoMark, session: AsyncSession, desk: Desk
) -> Screen:
    seen = await see(session, desk, callback_data)
    return await undo(session, desk, callback_data, seen)


async def marked(
    session: AsyncSession,
    desk: Desk,
    whose: OfPerson,
    seen: Card,
    status: AttendanceStatus | None,
    reason: str = "",
) -> Screen:
    """The list with what was done."""
    lesson_id, user_id = whose.lesson_id, seen.person.user.id
    checked = await roll_call.surely_mark(
        session, desk, lesson_id=lesson_id, user_id=user_id, status=status, reason=reason
    )
    return await back(session, desk, whose, texts.marked(checked))


async def undo(session: AsyncSession, desk: Desk, whose: OfPerson, seen: Card) -> Screen:
    mark = seen.person.mark
    attendance_id = mark.id if mark else 0
    await undoing.undo(session, desk.actor, attendance_id=attendance_id, now=desk.now)
    return await back(session, desk, whose, texts.undone())


async def back(session: AsyncSession, desk: Desk, whose: OfPerson, notice: str) -> Screen:
    search = buttons.unpack(whose.search)
    screen = await page(session, desk, whose.lesson_id, search)
    return replace(screen, notice=notice)


async def page(session: AsyncSession, desk: Desk, lesson_id: int, search: Search) -> Screen:
    seen = await roll.page(session, desk.actor, search, lesson_id=lesson_id, now=desk.now)
    return Screen(texts.page(seen, desk.actor.tz), keyboards.page(seen))


async def see(session: AsyncSession, desk: Desk, whose: OfPerson) -> Card:
    whom = {"lesson_id": whose.lesson_id, "enrollment_id": whose.enrollment_id}
    return await roll.card(session, desk.actor, **whom, now=desk.now)


def opened(seen: Card, whose: OfPerson, desk: Desk) -> Screen:
    text = texts.card(seen, desk.now, desk.actor.tz)
    return Screen(text, keyboards.card(seen, whose))
