"""Where a lesson, or all of a weekly rule, takes place."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import lessons as texts
from domain import kept_places, names, series
from domain.actor import Actor
from domain.campus import Campus
from domain.details import PLACE_LENGTH
from domain.lessons import LessonDetails
from domain.series import Which
from handlers.staff.lessons import done
from keyboards import lessons as keyboards
from keyboards import schedule as buttons

router = Router(name=__name__)


@router.callback_query(buttons.PutPlace.filter())
async def on_put_place(
    _: CallbackQuery,
    callback_data: buttons.PutPlace,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = Which(callback_data.lesson_id, callback_data.scope)
    place = kept_places.read(await state.get_data(), key=callback_data.key)
    return await change(session, viewer, campus, which, {"location": place}, now)


async def read_place(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    lesson_id = (await state.get_data())["lesson_id"]
    place = names.label(typed, PLACE_LENGTH)
    screen = await ask_place(session, actor, campus, lesson_id, place, now)
    # Kept, and waiting for no words: a button would forget them.
    await state.set_state(None)
    await state.set_data({"place": place})
    return screen


async def ask_place(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    lesson_id: int,
    place: str | None,
    now: datetime,
) -> Screen:
    seen = await series.look(session, actor, campus, lesson_id=lesson_id, now=now)
    choose = keyboards.placing(lesson_id, kept_places.key_of(place))
    text = texts.ask_scope(seen, texts.will_be_in(place))
    return Screen(text, keyboards.scopes(seen, choose))


async def change(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    which: Which,
    fields: LessonDetails,
    now: datetime,
) -> Screen:
    outcome = await series.change(session, actor, campus, which, fields=fields, now=now)
    return await done(session, actor, campus, which.lesson_id, now, texts.done(outcome))
