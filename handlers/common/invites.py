from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import StartLink
from bot.replies import Screen
from bot.texts import invites as texts
from domain import invites
from domain.actor import Actor, Viewer
from domain.tokens import Kind
from keyboards import invites as keyboards
from keyboards.home import way_back

router = Router(name=__name__)


@router.message(StartLink(Kind.INVITE))
async def on_invite_link(
    _: Message, public_id: int, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    invite = await invites.look(session, public_id=public_id, now=now)
    text = texts.offer(invites.role_of(invite), invite.expires_at, viewer.tz)
    return Screen(text, keyboards.offer(public_id))


@router.callback_query(keyboards.AcceptInvite.filter())
async def on_accepted(
    _: CallbackQuery,
    callback_data: keyboards.AcceptInvite,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    return await accept(session, viewer, callback_data.public_id, now)


async def accept(session: AsyncSession, actor: Actor, public_id: int, now: datetime) -> Screen:
    role = await invites.accept(session, actor, public_id=public_id, now=now)
    return Screen(texts.accepted(role), way_back())
