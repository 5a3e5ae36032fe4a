"""The words of an announcement, with the picture or the file that goes with them."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE, or_refusal
from bot.post_filters import SendsPost
from bot.replies import Screen
from bot.states import Announcing
from bot.texts import announcement_questions as texts
from domain import announcements, announcers, announcing, kept_posts, posts, recalling
from domain.actor import Actor
from domain.announcements import Audience, Whom
from domain.campus import Campus
from domain.posts import Content
from handlers.staff.announcements import page
from keyboards import announcement_questions as keyboards
from keyboards.announcements import Compose, Replace

router = Router(name=__name__)


@router.callback_query(Compose.filter())
async def on_compose(
    _: CallbackQuery,
    callback_data: Compose,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
) -> Screen:
    screen = await composing(session, viewer, callback_data.course_id)
    await state.set_state(Announcing.typing_post)
    await state.set_data({"course_id": callback_data.course_id})
    return screen


@router.message(StateFilter(Announcing.typing_post), SendsPost())
async def on_post(
    _: Message,
    content: Content,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    act = write(session, viewer, campus, state, (course_id, content), now)
    return await or_refusal(session, viewer, act, keyboards.composing(course_id), unless=GONE)


@router.message(StateFilter(Announcing.typing_post))
async def on_no_post(_: Message, state: FSMContext) -> Screen:
    course_id = (await state.get_data())["course_id"]
    return Screen(texts.only_posts(), keyboards.composing(course_id))


@router.message(StateFilter(Announcing.typing_new_post), SendsPost())
async def on_new_post(
    _: Message,
    content: Content,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = (await state.get_data())["announcement_id"]
    act = rewrite(session, viewer, campus, state, (which, content), now)
    return await or_refusal(session, viewer, act, keyboards.asking(which), unless=GONE)


@router.message(StateFilter(Announcing.typing_new_post))
async def on_no_new_post(_: Message, state: FSMContext) -> Screen:
    which = (await state.get_data())["announcement_id"]
    return Screen(texts.only_posts(), keyboards.asking(which))


@router.callback_query(Replace.filter())
async def on_replace(
    _: CallbackQuery,
    callback_data: Replace,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = callback_data.announcement_id
    content = kept_posts.read(await state.get_data(), which, callback_data.key)
    await recalling.edit(session, viewer, content, announcement_id=which, now=now)
    await state.clear()
    return await page(session, viewer, campus, which, now)


async def composing(session: AsyncSession, actor: Actor, course_id: int) -> Screen:
    course = await announcers.lock_about(session, actor, course_id or None)
    words = texts.compose(course.name if course else None)
    return Screen(words, keyboards.composing(course_id))


async def write(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    what: tuple[int, Content],
    now: datetime,
) -> Screen:
    course_id, content = what
    audience = Audience(Whom.ALL, course_id) if course_id else Audience(Whom.EVERYBODY)
    it = await announcing.write(session, actor, content, audience)
    await state.clear()
    return await page(session, actor, campus, it.id, now)


async def rewrite(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    state: FSMContext,
    what: tuple[int, Content],
    now: datetime,
) -> Screen:
    """At once while nobody has it; else it is shown before, and kept until a button says so."""
    which, content = what
    seen = await announcements.look(session, actor, campus, which, now)
    if seen.report is not None:
        return await replacing(state, which, posts.rewritten(seen.content, content))
    await announcing.rewrite(session, actor, content, announcement_id=which, now=now)
    await state.clear()
    return await page(session, actor, campus, which, now)


async def replacing(state: FSMContext, which: int, wish: Content) -> Screen:
    await state.set_state(None)
    await state.set_data(kept_posts.kept(which, wish))
    key = kept_posts.key_of(wish)
    return Screen(texts.ask_replacing(wish), keyboards.replacing(which, key))
