"""How it stands with all messages."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import HasRole
from bot.replies import Screen
from bot.texts import outbox as texts
from db.models import Role
from domain import outbox
from domain.actor import Actor
from keyboards import outbox as keyboards

router = Router(name=__name__)
router.message.filter(HasRole(Role.ADMIN))
router.callback_query.filter(HasRole(Role.ADMIN))


@router.message(Command("messages"))
async def on_messages(_: Message, session: AsyncSession, viewer: Actor, now: datetime) -> Screen:
    return await page(session, viewer, now)


@router.callback_query(keyboards.ShowOutbox.filter())
async def on_show_outbox(
    _: CallbackQuery, session: AsyncSession, viewer: Actor, now: datetime
) -> Screen:
    return await page(session, viewer, now)


@router.callback_query(keyboards.AskSendAgain.filter())
async def on_ask_send_again(
    _: CallbackQuery, session: AsyncSession, viewer: Actor, now: datetime
) -> Screen:
    count = (await outbox.look(session, viewer, now=now)).ends.doubtful
    return Screen(texts.ask(count), keyboards.ask(count))


@router.callback_query(keyboards.SendAgain.filter())
async def on_send_again(
    _: CallbackQuery, session: AsyncSession, viewer: Actor, now: datetime
) -> Screen:
    count = await outbox.send_again(session, viewer, now=now)
    return replace(await page(session, viewer, now), notice=texts.sent_again(count))


async def page(session: AsyncSession, viewer: Actor, now: datetime) -> Screen:
    seen = await outbox.look(session, viewer, now=now)
    return Screen(texts.page(seen, now, viewer.tz), keyboards.page(seen))
