"""For whom an announcement is and when it goes out, its button, and who joins later."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE, or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Announcing
from bot.texts import announcement_questions as texts
from domain import announcement_runs as runs
from domain import announcements, announcing, moments, posts
from domain.actor import Actor
from domain.announcements import Part, Seen
from domain.campus import Campus
from domain.moments import MORNING, Around
from handlers.staff.announcements import page
from keyboards import announcement_questions as keyboards
from keyboards.announcements import AskPart, SendAt

router = Router(name=__name__)

STATES = {
    Part.WORDS: Announcing.typing_new_post,
    Part.BUTTON: Announcing.typing_button,
    Part.TIME: Announcing.typing_time,
}


@router.callback_query(AskPart.filter())
async def on_ask_part(
    _: CallbackQuery,
    callback_data: AskPart,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which, part = callback_data.announcement_id, callback_data.part
    seen = await announcements.look(session, viewer, campus, which, now)
    if part in STATES:
        await state.set_state(STATES[part])
        await state.set_data({"announcement_id": which})
    return asking(seen, part, campus, now)


@router.message(StateFilter(Announcing.typing_button), Typed())
async def on_button(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = (await state.get_data())["announcement_id"]
    act = put_button(session, viewer, campus, state, (which, typed), now)
    return await or_refusal(session, viewer, act, keyboards.asking(which), unless=GONE)


@router.message(StateFilter(Announcing.typing_time), Typed())
async def on_time(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = (await state.get_data())["announcement_id"]
    act = put_time(session, viewer, campus, state, (which, typed), now)
    return await or_refusal(session, viewer, act, keyboards.asking(which), unless=GONE)


@router.message(StateFilter(Announcing.typing_button, Announcing.typing_time))
async def on_no_words(
    _: Message,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = (await state.get_data())["announcement_id"]
    is_time = await state.get_state() == Announcing.typing_time.state
    seen = await announcements.look(session, viewer, campus, which, now)
    return asking(seen, Part.TIME if is_time else Part.BUTTON, campus, now)


@router.callback_query(SendAt.filter())
async def on_send_at(
    _: CallbackQuery,
    callback_data: SendAt,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which, at = callback_data.announcement_id, runs.moment_of(callback_data.at)
    return await schedule(session, viewer, campus, state, (which, at), now)


async def put_button(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    what: tuple[int, str],
    now: datetime,
) -> Screen:
    which, typed = what
    button = posts.button(typed)
    await announcing.put_button(session, actor, button, announcement_id=which, now=now)
    await state.clear()
    return await page(session, actor, campus, which, now)


async def put_time(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    what: tuple[int, str],
    now: datetime,
) -> Screen:
    which, typed = what
    today = now.astimezone(campus.tz).date()
    at = moments.read(typed, Around(today, today, campus.tz, MORNING))
    return await schedule(session, actor, campus, state, (which, at), now)


async def schedule(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    what: tuple[int, datetime],
    now: datetime,
) -> Screen:
    which, at = what
    await runs.send(session, actor, campus, announcement_id=which, at=at, now=now)
    await state.clear()
    return await page(session, actor, campus, which, now)


def asking(seen: Seen, part: Part, campus: Campus, now: datetime) -> Screen:
    keyboard = keyboards.asking_part(seen, part, campus.tz, now)
    return Screen(texts.ask(seen, part, now, campus.tz), keyboard)
