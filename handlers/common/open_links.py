"""Open links, for those who may give what they give."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import invites as texts
from domain import invites
from domain.actor import Actor, Viewer
from domain.invites import InviteView
from domain.tokens import Kind, Signer
from keyboards import invites as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowLink.filter())
async def on_show_link(
    _: CallbackQuery,
    callback_data: keyboards.ShowLink,
    session: AsyncSession,
    viewer: Viewer,
    signer: Signer,
    now: datetime,
) -> Screen:
    public_id = callback_data.public_id
    seen = await invites.inspect(session, viewer, public_id=public_id, now=now)
    return made(seen, signer, viewer)


@router.callback_query(keyboards.AskRevoke.filter())
async def on_ask_revoke(
    _: CallbackQuery,
    callback_data: keyboards.AskRevoke,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    public_id = callback_data.public_id
    seen = await invites.inspect(session, viewer, public_id=public_id, now=now)
    return Screen(texts.ask_revoke(seen), keyboards.ask_revoke(seen))


@router.callback_query(keyboards.Revoke.filter())
async def on_revoke(
    _: CallbackQuery,
    callback_data: keyboards.Revoke,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Screen:
    seen = await invites.revoke(session, viewer, public_id=callback_data.public_id, now=now)
    shown = await others(session, viewer, seen, now)
    return replace(shown, notice=texts.revoked())


async def others(session: AsyncSession, viewer: Viewer, seen: InviteView, now: datetime) -> Screen:
    """The list in which the link was."""
    if seen.course is None:
        return await of_roles(session, viewer, 0, now)
    return await of_course(session, viewer, seen.course.id, 0, now)


async def of_roles(session: AsyncSession, viewer: Viewer, page: int, now: datetime) -> Screen:
    shown = await invites.open_for_roles(session, viewer, page=page, now=now)
    text = texts.open_for_roles(shown, keyboards.first_of(shown), viewer.tz)
    return Screen(text, keyboards.open_for_roles(shown))


async def of_course(
    session: AsyncSession, viewer: Viewer, course_id: int, page: int, now: datetime
) -> Screen:
    course, shown = await invites.open_for_course(
        session, viewer, course_id=course_id, page=page, now=now
    )
    text = texts.open_for_course(course.name, shown, keyboards.first_of(shown), viewer.tz)
    return Screen(text, keyboards.open_for_course(course.id, shown))


def made(seen: InviteView, signer: Signer, viewer: Viewer) -> Screen:
    link = signer.link(Kind.INVITE, seen.invite.public_id, seen.invite.expires_at)
    return Screen(texts.made(seen, link, viewer.tz), keyboards.link(seen))
