from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import StartLink
from bot.replies import Screen
from bot.texts import invites as texts
from domain import accepting
from domain.accepting import InviteView
from domain.actor import Actor, Viewer
from domain.tokens import Kind
from keyboards import invites as keyboards

router = Router(name=__name__)


@router.message(StartLink(Kind.INVITE))
async def on_invite_link(
    _: Message, public_id: int, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    seen = await accepting.look(session, viewer, public_id=public_id, now=now)
    if seen.is_taken_by(viewer.id):
        return accepted(seen)
    return Screen(texts.offer(seen, viewer.tz), keyboards.offer(public_id))


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
    return accepted(await accepting.accept(session, actor, public_id=public_id, now=now))


def accepted(seen: InviteView) -> Screen:
    return Screen(texts.accepted(seen), keyboards.accepted(seen))
