from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import wishes
from bot.acts import GONE, or_refusal
from bot.field_filters import AnswersField, FieldAnswer, ToField
from bot.replies import Screen
from bot.states import EDITED
from bot.texts import editing as texts
from bot.texts.say import quote
from domain import editing
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.editing import Asked, CourseField, Open, Overtaken, Saved, Wish, Written
from handlers.staff import telling
from keyboards import editing as buttons
from keyboards import fields as keyboards

router = Router(name=__name__)


@router.callback_query(buttons.EditCourse.filter())
async def on_edit_course(
    _: CallbackQuery,
    callback_data: buttons.EditCourse,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
) -> Screen:
    seen = await editing.look(session, viewer, course_id=callback_data.course_id)
    return page(seen, callback_data.page, campus)


@router.callback_query(buttons.AskField.filter())
async def on_ask_field(
    _: CallbackQuery,
    callback_data: buttons.AskField,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    which = callback_data.model_dump()
    asked = await editing.ask(session, viewer, campus, **which, now=now)
    return await opened(asked, state, campus)


@router.callback_query(buttons.SetField.filter())
async def on_set_field(
    _: CallbackQuery,
    callback_data: buttons.SetField,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    wish = wished(callback_data)
    done = await editing.write(session, viewer, campus, wish, now=now)
    if isinstance(done, Saved):
        screen = tapped(done, wish.field, campus)
        return await telling.ask(
            session, viewer, course_id=wish.course_id, now=now, otherwise=screen
        )
    mine = callback_data.model_copy(update={"seen": done.seen})
    return overtaken(done, wish, campus, mine)


@router.message(AnswersField())
async def on_field_typed(
    _: Message,
    answer: FieldAnswer,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    course_id, seen = await remembered(state)
    wish = Wish(course_id, answer.field, answer.written, seen)
    asked = await editing.ask_again(session, viewer, campus, wish, now=now)
    act = keep(session, viewer, state, campus, wish, now)
    return await or_refusal(session, viewer, act, keyboards.choices(asked, campus.tz), unless=GONE)


@router.message(ToField())
async def on_no_words_for_field(
    _: Message,
    field: CourseField,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    course_id, seen = await remembered(state)
    wish = Wish(course_id, field, None, seen)
    return asking(await editing.ask_again(session, viewer, campus, wish, now=now), campus)


@router.callback_query(buttons.Overwrite.filter())
async def on_overwrite(
    _: CallbackQuery,
    callback_data: buttons.Overwrite,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
    campus: Campus,
) -> Screen:
    which = callback_data.model_dump()
    wish = wishes.found(await state.get_data(), **which)
    if wish is None:
        # Something else was typed since.
        which.pop("seen")
        asked = await editing.ask(session, viewer, campus, **which, now=now)
        return await opened(asked, state, campus)
    return await keep(session, viewer, state, campus, wish, now)


async def opened(asked: Asked, state: FSMContext, campus: Campus) -> Screen:
    if asked.field in EDITED:
        await state.set_state(EDITED[asked.field])
        await state.set_data({"course_id": asked.course.id, "seen": asked.seen})
    return asking(asked, campus)


async def remembered(state: FSMContext) -> tuple[int, str]:
    """Which course is edited, and what the field was when it was opened."""
    known = await state.get_data()
    return known["course_id"], known["seen"]


async def keep(
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    campus: Campus,
    wish: Wish,
    now: datetime,
) -> Screen:
    """What was typed; where somebody else wrote meanwhile, a button may still need it."""
    done = await editing.write(session, viewer, campus, wish, now=now)
    await state.clear()
    if isinstance(done, Saved):
        screen = typed(done, wish.field, campus)
        return await telling.ask(
            session, viewer, course_id=wish.course_id, now=now, otherwise=screen
        )
    await state.set_data(wishes.kept(wish))
    mine = buttons.Overwrite(course_id=wish.course_id, field=wish.field, seen=done.seen)
    return overtaken(done, wish, campus, mine)


def wished(button: buttons.SetField) -> Wish:
    written = Written(button.words) if button.words else None
    return Wish(button.course_id, button.field, written, button.seen)


def page(seen: Open, number: int, campus: Campus) -> Screen:
    return Screen(texts.screen(seen.course), keyboards.edit(seen, number, campus.tz))


def asking(asked: Asked, campus: Campus) -> Screen:
    return Screen(texts.ask(asked, campus.tz), keyboards.choices(asked, campus.tz))


def tapped(done: Saved, field: CourseField, campus: Campus) -> Screen:
    screen = page(done, keyboards.page_of(field), campus)
    return replace(screen, notice=quote(texts.notice(done, campus.tz)))


def typed(done: Saved, field: CourseField, campus: Campus) -> Screen:
    screen = tapped(done, field, campus)
    return replace(screen, text=texts.saved(screen.text, done, campus.tz))


def overtaken(done: Overtaken, wish: Wish, campus: Campus, mine: CallbackData) -> Screen:
    text = texts.overtaken(done, wish.written, campus.tz)
    return Screen(text, keyboards.overtaken(done, mine))
