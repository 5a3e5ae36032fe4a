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
from keyboards.home import way_back

router = Router(name=__name__)


@router.message(StartLink(Kind.INVITE))
async def on_invite_link(
    _: Message, public_id: int, session: AsyncSession, viewer: Viewer, now: datetime
) -> Screen:
    seen = await accepting.look(session, viewer, public_id=public_id, now=now)
    if seen.is_taken_by(viewer.id):
        return await accepted(session, viewer, seen)
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
    seen = await accepting.accept(session, actor, public_id=public_id, now=now)
    return await accepted(session, actor, seen)


async def accepted(session: AsyncSession, viewer: Viewer, seen: InviteView) -> Screen:
    standing = await accepting.standing(session, viewer, seen)
    if standing.is_given_by(seen.invite):
        return Screen(texts.accepted(seen), keyboards.accepted(seen))
    text = texts.taken_long_ago(seen, standing.role, standing.part)
    return Screen(text, keyboards.accepted(seen) if standing.part else way_back())
