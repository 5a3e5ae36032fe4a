"""What of a lesson is typed: when it is, where, and what it is about."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE, or_refusal
from bot.filters import Typed
from bot.replies import Screen
from bot.states import Scheduling
from bot.texts import lesson_conflicts as conflicts
from bot.texts import lessons as texts
from domain import kept_places, lesson_views, lessons, names, series
from domain.actor import Actor
from domain.campus import Campus
from domain.lessons import LessonDetails
from domain.series import Overtaken, Scope, Which
from handlers.staff.lesson_moves import read_time
from handlers.staff.lesson_places import ask_place, changed, read_place
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
    now: datetime,
) -> Screen:
    lesson_id, part = callback_data.lesson_id, callback_data.part
    seen = await lesson_views.mine(session, viewer, lesson_id=lesson_id)
    mark = keyboards.seen_of(seen, part)
    await state.set_state(STATES[part])
    await state.set_data({"lesson_id": lesson_id, "part": part, "seen": mark})
    return await asking(session, viewer, campus, lesson_id, part, now)


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
    return await or_refusal(
        session, viewer, act, keyboards.asking(seen, Part(asked["part"])), unless=GONE
    )


@router.message(TYPING)
async def on_no_part(
    _: Message,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    asked = await state.get_data()
    return await asking(session, viewer, campus, asked["lesson_id"], Part(asked["part"]), now)


@router.callback_query(buttons.ClearPart.filter())
async def on_clear_part(
    _: CallbackQuery,
    callback_data: buttons.ClearPart,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which = Which(callback_data.lesson_id, Scope.THIS, callback_data.seen)
    if callback_data.part is Part.PLACE:
        return await ask_place(session, viewer, campus, which, None, now)
    return await put_topic(session, viewer, campus, which, "", now)


@router.callback_query(buttons.PutTopic.filter())
async def on_put_topic(
    _: CallbackQuery,
    callback_data: buttons.PutTopic,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = Which(callback_data.lesson_id, Scope.THIS, callback_data.seen)
    kept = await state.get_data()
    topic = kept_places.read(kept, name="topic", key=callback_data.key) or ""
    return await put_topic(session, viewer, campus, which, topic, now)


async def read_topic(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    asked = await state.get_data()
    topic = names.label(typed, lessons.TOPIC_LENGTH)
    which = Which(asked["lesson_id"], Scope.THIS, asked.get("seen"))
    screen = await put_topic(session, actor, campus, which, topic, now)
    # Kept, as a place is: it may not have been written.
    await state.set_state(None)
    await state.set_data({"topic": topic})
    return screen


READERS = {Part.TIME: read_time, Part.TOPIC: read_topic, Part.PLACE: read_place}


async def put_topic(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    which: Which,
    topic: str,
    now: datetime,
) -> Screen:
    fields: LessonDetails = {"topic": topic}
    outcome = await series.change(session, actor, campus, which, fields=fields, now=now)
    if isinstance(outcome, Overtaken):
        text = conflicts.told(outcome, conflicts.will_be_about(topic), campus.tz, now)
        return Screen(text, keyboards.insisting(outcome.series, kept_places.key_of(topic)))
    return await changed(session, actor, campus, outcome, now)


async def asking(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    lesson_id: int,
    part: Part,
    now: datetime,
) -> Screen:
    look = lesson_views.movable if part is Part.TIME else lesson_views.mine
    seen = await look(session, actor, lesson_id=lesson_id)
    words = {Part.TOPIC: texts.ask_topic, Part.PLACE: texts.ask_place}
    text = words[part]() if part in words else texts.ask_time(seen, campus.tz, now)
    return Screen(text, keyboards.asking(seen, part))
