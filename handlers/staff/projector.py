"""The host pairs the page on the projector with a lesson, and closes it."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import PairingNumber
from bot.replies import Screen
from bot.texts import projectors as texts
from domain import projectors
from domain.actor import Actor, Viewer
from domain.campus import Campus
from keyboards import projector as keyboards
from keyboards.home import way_back

router = Router(name=__name__)


@router.message(Command("tv"))
async def on_tv(_: Message, campus: Campus) -> Screen:
    return Screen(texts.how_to(campus.public_url), way_back())


@router.message(PairingNumber())
async def on_number(
    _: Message, number: str, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    near = await projectors.showable(session, viewer, now=now)
    if not near:
        return Screen(texts.no_lesson(), way_back())
    if len(near) > 1:
        return Screen(texts.which(near, viewer.tz), keyboards.which(number, near))
    return await pair(session, viewer, number, near[0].lesson_id, now)


@router.callback_query(keyboards.PairAt.filter())
async def on_pair_at(
    _: CallbackQuery,
    callback_data: keyboards.PairAt,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    number = f"{callback_data.number:0{projectors.DIGITS}}"
    return await pair(session, viewer, number, callback_data.lesson_id, now)


@router.callback_query(keyboards.ShowProjectors.filter())
async def on_show_projectors(
    _: CallbackQuery,
    callback_data: keyboards.ShowProjectors,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
) -> Screen:
    return await shown(session, viewer, callback_data.lesson_id, campus)


@router.callback_query(keyboards.CloseProjector.filter())
async def on_close(
    _: CallbackQuery,
    callback_data: keyboards.CloseProjector,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    screen_id = callback_data.screen_id
    lesson_id = await projectors.close(session, viewer, screen_id=screen_id, now=now)
    return await shown(session, viewer, lesson_id, campus, notice=texts.closed())


async def pair(
    session: AsyncSession, viewer: Viewer, number: str, lesson_id: int, now: datetime
) -> Screen:
    name = await projectors.pair(session, viewer, number=number, lesson_id=lesson_id, now=now)
    return Screen(texts.paired(name), keyboards.paired(lesson_id))


async def shown(
    session: AsyncSession,
    viewer: Viewer,
    lesson_id: int,
    campus: Campus,
    notice: str | None = None,
) -> Screen:
    pages = await projectors.of_lesson(session, viewer, lesson_id=lesson_id)
    said = [texts.paired_at(it, viewer.tz) for it in pages]
    text = texts.of_lesson(pages, campus.public_url)
    return Screen(text, keyboards.of_lesson(lesson_id, pages, said), notice=notice)
