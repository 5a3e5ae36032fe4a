"""One lesson, or all of a weekly rule, at another time, in another place, by somebody else."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Scheduling
from bot.texts import lessons as texts
from domain import lesson_views, lessons, names, series
from domain.actor import Actor
from domain.campus import Campus
from domain.moves import moved
from domain.series import Scope, Which
from handlers.staff.lesson_places import ask_place, change, read_place
from handlers.staff.lessons import done
from keyboards import lessons as keyboards
from keyboards import schedule as buttons
from keyboards.schedule import Part

router = Router(name=__name__)

STATES = {
    Part.TIME: Scheduling.typing_time,
    Part.TOPIC: Scheduling.typing_topic,
    Part.PLACE: Scheduling.typing_place,
}
TYPING = StateFilter(*STATES.values())


@router.callback_query(buttons.AskPart.filter())
async def on_ask_part(
    _: CallbackQuery,
    callback_data: buttons.AskPart,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
) -> Screen:
    lesson_id, part = callback_data.lesson_id, callback_data.part
    await state.set_state(STATES[part])
    await state.set_data({"lesson_id": lesson_id, "part": part})
    return await asking(session, viewer, campus, lesson_id, part)


@router.message(TYPING, Typed())
async def on_part(
    _: Message,
    typed: str,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    asked = await state.get_data()
    seen = await lesson_views.card(session, viewer, lesson_id=asked["lesson_id"])
    act = READERS[Part(asked["part"])](session, viewer, campus, state, typed, now)
    return await or_refusal(session, viewer, act, keyboards.asking(seen, Part(asked["part"])))


@router.message(TYPING)
async def on_no_part(
    _: Message, session: AsyncSession, viewer: Actor, campus: Campus, state: FSMContext
) -> Screen:
    asked = await state.get_data()
    return await asking(session, viewer, campus, asked["lesson_id"], Part(asked["part"]))


@router.callback_query(buttons.MoveLesson.filter())
async def on_move(
    _: CallbackQuery,
    callback_data: buttons.MoveLesson,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which = Which(callback_data.lesson_id, callback_data.scope)
    move = keyboards.unpack(callback_data.move)
    outcome = await series.shift(session, viewer, campus, which, move=move, now=now)
    return await done(session, viewer, campus, which.lesson_id, now, texts.done(outcome))


@router.callback_query(buttons.ClearPart.filter())
async def on_clear_part(
    _: CallbackQuery,
    callback_data: buttons.ClearPart,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    lesson_id = callback_data.lesson_id
    if callback_data.part is Part.PLACE:
        return await ask_place(session, viewer, campus, lesson_id, None, now)
    return await put_topic(session, viewer, campus, lesson_id, "", now)


async def read_time(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    lesson_id = (await state.get_data())["lesson_id"]
    seen, move = await series.read_move(
        session, actor, campus, lesson_id=lesson_id, typed=typed, now=now
    )
    await state.clear()
    text = texts.will_move(seen, moved(seen.lesson, move, campus.tz), campus.tz)
    choose = keyboards.moving(lesson_id, move)
    return Screen(texts.ask_scope(seen, text), keyboards.scopes(seen, choose))


async def read_topic(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    lesson_id = (await state.get_data())["lesson_id"]
    topic = names.label(typed, lessons.TOPIC_LENGTH)
    screen = await put_topic(session, actor, campus, lesson_id, topic, now)
    await state.clear()
    return screen


READERS = {Part.TIME: read_time, Part.TOPIC: read_topic, Part.PLACE: read_place}


async def put_topic(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    lesson_id: int,
    topic: str,
    now: datetime,
) -> Screen:
    which = Which(lesson_id, Scope.THIS)
    return await change(session, actor, campus, which, {"topic": topic}, now)


async def asking(
    session: AsyncSession, actor: Actor, campus: Campus, lesson_id: int, part: Part
) -> Screen:
    look = lesson_views.movable if part is Part.TIME else lesson_views.mine
    seen = await look(session, actor, lesson_id=lesson_id)
    words = {Part.TOPIC: texts.ask_topic, Part.PLACE: texts.ask_place}
    text = words[part]() if part in words else texts.ask_time(seen, campus.tz)
    return Screen(text, keyboards.asking(seen, part))
