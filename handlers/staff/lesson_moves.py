"""One lesson, or all of a weekly rule, at another time."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import lesson_conflicts as conflicts
from bot.texts import lessons as texts
from bot.texts import move_warnings as warnings
from bot.texts.say import paragraphs
from domain import move_warnings, moving
from domain.actor import Actor
from domain.campus import Campus
from domain.moves import Move, moved
from domain.moving import Behind
from domain.series import Series, Which
from handlers.staff.lessons import done
from keyboards import lesson_moves
from keyboards import lessons as keyboards
from keyboards import schedule as buttons

router = Router(name=__name__)


@router.callback_query(buttons.MoveLesson.filter())
async def on_move(
    _: CallbackQuery,
    callback_data: buttons.MoveLesson,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which = Which(callback_data.lesson_id, callback_data.scope, callback_data.seen)
    move = lesson_moves.unpack(callback_data.move)
    outcome = await moving.shift(session, viewer, campus, which, move=move, now=now)
    if isinstance(outcome, Behind):
        return await asking_anew(session, campus, outcome, now)
    return await done(session, viewer, campus, which.lesson_id, now, texts.done(outcome))


async def read_time(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    typed: str,
    now: datetime,
) -> Screen:
    lesson_id = (await state.get_data())["lesson_id"]
    seen, move = await moving.read(
        session, actor, campus, lesson_id=lesson_id, typed=typed, now=now
    )
    await state.clear()
    text, is_possible = await previewed(session, campus, seen, move, now)
    if not is_possible:
        return Screen(text, keyboards.impossible(lesson_id))
    choose = lesson_moves.moving(seen, move)
    return Screen(texts.ask_scope(seen, text), keyboards.scopes(seen, choose))


async def asking_anew(
    session: AsyncSession, campus: Campus, behind: Behind, now: datetime
) -> Screen:
    """Somebody else was faster: what it is now, and whether it shall be moved nevertheless."""
    found, seen = behind.found, behind.found.series
    mine, is_possible = await previewed(session, campus, seen, behind.move, now)
    if not is_possible:
        text = conflicts.told(found, mine, campus.tz, now)
        return Screen(text, keyboards.impossible(seen.lesson.id))
    text = conflicts.told_of_scope(found, mine, campus.tz, now)
    return Screen(text, keyboards.scopes(seen, lesson_moves.moving(seen, behind.move)))


async def previewed(
    session: AsyncSession, campus: Campus, seen: Series, move: Move, now: datetime
) -> tuple[str, bool]:
    """From when to when, and what is in the way; whether it can be so at all."""
    to = moved(seen.lesson, move, campus.tz)
    found = await move_warnings.of_move(session, seen, to, campus, now=now)
    times = texts.will_move(seen.lesson, to, campus.tz, now)
    told = warnings.told(found, campus.tz, now)
    return paragraphs([times, told]), not found.line.is_impossible
