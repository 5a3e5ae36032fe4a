"""Where a lesson, or all of a weekly rule, takes place."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import lesson_conflicts as conflicts
from bot.texts import lessons as texts
from domain import kept_places, places, series
from domain.actor import Actor
from domain.campus import Campus
from domain.lessons import LessonDetails
from domain.series import Outcome, Overtaken, Scope, Series, Which
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
    which = Which(callback_data.lesson_id, callback_data.scope, callback_data.seen)
    kept = await state.get_data()
    place = kept_places.read(kept, name="place", key=callback_data.key)
    fields: LessonDetails = {"location": place}
    outcome = await series.change(session, viewer, campus, which, fields=fields, now=now)
    if isinstance(outcome, Overtaken):
        return asking_place(outcome.series, place, outcome, campus, now)
    return await changed(session, viewer, campus, outcome, now)


async def read_place(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    asked = await state.get_data()
    place = places.read(typed)
    which = Which(asked["lesson_id"], Scope.THIS, asked.get("seen"))
    screen = await ask_place(session, actor, campus, which, place, now)
    # Kept, and waiting for no words: a button would forget them.
    await state.set_state(None)
    await state.set_data({"place": place})
    return screen


async def ask_place(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    which: Which,
    place: str | None,
    now: datetime,
) -> Screen:
    seen = await series.look(session, actor, campus, lesson_id=which.lesson_id, now=now)
    found = await series.overtaken(session, seen, which, {"location": place})
    return asking_place(seen, place, found, campus, now)


def asking_place(
    seen: Series, place: str | None, found: Overtaken | None, campus: Campus, now: datetime
) -> Screen:
    choose, mine = keyboards.placing(seen, kept_places.key_of(place)), texts.will_be_in(place)
    if found is None:
        return Screen(texts.ask_scope(seen, mine), keyboards.scopes(seen, choose))
    text = conflicts.told_of_scope(found, mine, campus.tz, now)
    return Screen(text, keyboards.scopes(seen, choose))


async def changed(
    session: AsyncSession, actor: Actor, campus: Campus, outcome: Outcome, now: datetime
) -> Screen:
    return await done(session, actor, campus, outcome.lesson.id, now, texts.done(outcome))
