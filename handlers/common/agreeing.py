"""Who was registered by somebody else is known, and is asked before their first act here."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.acts import or_refusal
from bot.filters import FromUnasked
from bot.replies import Screen
from bot.scan_filters import AtDesk
from bot.texts import meeting as texts
from db.models import Act
from domain import meeting
from domain.actor import Actor
from domain.campus import Campus
from domain.checking_in import Desk
from handlers.common.begun import by_registered
from keyboards import meeting as keyboards
from keyboards.course import Enroll
from keyboards.home import way_back
from keyboards.invites import AcceptInvite
from keyboards.meeting import AgreeTo

router = Router(name=__name__)


@router.callback_query(FromUnasked(), Enroll.filter())
async def on_unasked_enrolls(
    _: CallbackQuery,
    callback_data: Enroll,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    agreeing = AgreeTo(act=Act.ENROLL, subject=callback_data.course_id)
    return await question(session, viewer, agreeing, campus, now)


@router.callback_query(FromUnasked(), AcceptInvite.filter())
async def on_unasked_accepts(
    _: CallbackQuery,
    callback_data: AcceptInvite,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
    campus: Campus,
) -> Screen:
    agreeing = AgreeTo(act=Act.ACCEPT_INVITE, subject=callback_data.public_id)
    return await question(session, viewer, agreeing, campus, now)


@router.callback_query(AtDesk(), AgreeTo.filter())
async def on_agreed_to(
    _: CallbackQuery, callback_data: AgreeTo, session: AsyncSession, desk: Desk
) -> Screen:
    await meeting.agree(session, desk.actor, now=desk.now)
    act = by_registered(session, desk, callback_data)
    return await or_refusal(session, desk.actor, act, way_back())


async def question(
    session: AsyncSession, actor: Actor, agreeing: AgreeTo, campus: Campus, now: datetime
) -> Screen:
    act, subject = agreeing.act, agreeing.subject
    await meeting.ensure_possible(session, actor, act=act, subject=subject, now=now)
    text = texts.ask_consent(campus.organization, campus.privacy_contact)
    return Screen(text, keyboards.consent(agreeing))
