from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import GONE, or_refusal
from bot.files import Sent
from bot.filters import SendsFile
from bot.replies import Banner, Screen
from bot.states import Picture
from bot.texts import banner as texts
from bot.uploads import Uploads
from domain import banners, candidates
from domain.actor import Actor, Viewer
from domain.banners import Shown
from domain.candidates import Candidate, Choice, Overtaken
from domain.pictures import Pictures
from keyboards import banner as buttons
from keyboards import pictures as keyboards

router = Router(name=__name__)


@router.callback_query(buttons.AskBanner.filter())
async def on_ask_banner(
    _: CallbackQuery,
    callback_data: buttons.AskBanner,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    seen = await banners.shown(session, viewer, course_id=callback_data.course_id)
    return await ask(seen, state)


@router.message(StateFilter(Picture.sending), SendsFile())
async def on_picture(
    _: Message,
    sent: Sent,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    uploads: Uploads,
    now: datetime,
) -> Screen:
    asked = await state.get_data()
    act = receive(sent, uploads, session, viewer, asked, now)
    return await or_refusal(session, viewer, act, keyboards.again(asked["course_id"]), unless=GONE)


@router.message(StateFilter(Picture.sending))
async def on_no_picture(
    _: Message, session: AsyncSession, viewer: Viewer, state: FSMContext
) -> Screen:
    course_id = (await state.get_data())["course_id"]
    seen = await banners.shown(session, viewer, course_id=course_id)
    return Screen(texts.expected(seen), keyboards.asking(seen))


@router.callback_query(buttons.LookAtPart.filter())
async def on_look_at_part(
    _: CallbackQuery,
    callback_data: buttons.LookAtPart,
    session: AsyncSession,
    viewer: Actor,
    pictures: Pictures,
    now: datetime,
) -> Screen:
    choice = Choice(**callback_data.model_dump())
    return preview(await candidates.look(session, viewer, pictures, choice=choice, now=now))


@router.callback_query(buttons.UseBanner.filter())
async def on_use_banner(
    _: CallbackQuery,
    callback_data: buttons.UseBanner,
    session: AsyncSession,
    viewer: Actor,
    pictures: Pictures,
    now: datetime,
) -> Screen:
    choice = Choice(**callback_data.model_dump())
    return used(await candidates.use(session, viewer, pictures, choice=choice, now=now))


@router.callback_query(buttons.AskNoBanner.filter())
async def on_ask_no_banner(
    _: CallbackQuery,
    callback_data: buttons.AskNoBanner,
    session: AsyncSession,
    viewer: Viewer,
    state: FSMContext,
) -> Screen:
    seen = await banners.shown(session, viewer, course_id=callback_data.course_id)
    if seen.banner_id is None:
        return await ask(seen, state)
    return Screen(texts.ask_removal(seen), keyboards.ask_removal(seen), photo(seen))


@router.callback_query(buttons.RemoveBanner.filter())
async def on_remove_banner(
    _: CallbackQuery,
    callback_data: buttons.RemoveBanner,
    session: AsyncSession,
    viewer: Actor,
    state: FSMContext,
    now: datetime,
) -> Screen:
    which = callback_data.model_dump()
    course = await banners.remove(session, viewer, **which, now=now)
    return await ask(Shown(course, None), state, notice=texts.removed())


async def ask(seen: Shown, state: FSMContext, *, notice: str | None = None) -> Screen:
    await state.set_state(Picture.sending)
    await state.set_data({"course_id": seen.course.id, "seen": candidates.mark(seen.banner_id)})
    return Screen(texts.ask(seen), keyboards.asking(seen), photo(seen), notice=notice)


async def receive(
    sent: Sent,
    uploads: Uploads,
    session: AsyncSession,
    actor: Actor,
    asked: dict[str, Any],
    now: datetime,
) -> Screen:
    await banners.ensure_editable(session, actor, course_id=asked["course_id"])
    picture = await uploads.picture(sent)
    return preview(await candidates.offer(session, actor, picture, **asked, now=now))


def preview(seen: Candidate) -> Screen:
    shown: Banner | BufferedInputFile = Banner(seen.banner_id, None)
    if seen.part is not None:
        shown = BufferedInputFile(seen.content, filename="banner.jpg")
    return Screen(texts.preview(seen), keyboards.preview(seen), shown)


def used(seen: Shown | Overtaken) -> Screen:
    if isinstance(seen, Overtaken):
        return Screen(texts.overtaken(seen.now), keyboards.overtaken(seen.choice), photo(seen.now))
    return Screen(texts.used(seen), keyboards.used(seen), photo(seen))


def photo(seen: Shown) -> Banner | None:
    return Banner(seen.banner_id, seen.file_id) if seen.banner_id else None
