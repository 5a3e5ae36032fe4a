"""Codes shown by who has to be asked first: strangers, and whom others registered."""

from aiogram import Router
from aiogram.filters import or_f
from aiogram.fsm.context import FSMContext
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.filters import FromStranger, FromUnasked
from bot.replies import Screen
from bot.scan_filters import AtDesk, AtDoor, Door, ScansPass, ScansRoomCode, TypesDigits
from bot.texts import arriving as texts
from bot.texts import check_in as answers
from db.models import Act
from domain import arriving
from domain.actor import Stranger, Viewer
from domain.arriving import Arrival
from domain.checking_in import Desk
from domain.codes import RoomCode
from handlers.common.meeting import first_question
from handlers.participant.check_in import going_on
from keyboards import check_in as keyboards
from keyboards import meeting
from keyboards.meeting import AgreeTo

router = Router(name=__name__)


@router.message(FromStranger(), AtDoor(), ScansRoomCode())
async def on_stranger_scans(
    _: Message,
    scan: RoomCode,
    session: AsyncSession,
    stranger: Stranger,
    state: FSMContext,
    door: Door,
) -> Screen:
    arrival = await arriving.meet(session, door.signer, stranger, scan, now=door.now)
    if arrival.start is None:
        return refused(arrival, door, stranger)
    opening = texts.you_are_at(arrival)
    return await first_question(arrival.start, stranger, state, door.campus, opening)


@router.message(FromStranger(), TypesDigits())
async def on_stranger_types(_: Message, raw_state: str | None) -> Screen:
    screen = Screen(answers.digits_of_stranger(), keyboards.no_pass())
    return screen if raw_state is None else going_on(screen)


@router.message(FromStranger(), ScansPass())
async def on_stranger_scans_pass(_: Message) -> Screen:
    return Screen(texts.pass_of_another(), keyboards.no_pass())


@router.message(FromUnasked(), AtDesk(), or_f(ScansRoomCode(), TypesDigits()))
async def on_unasked(_: Message, scan: RoomCode, session: AsyncSession, desk: Desk) -> Screen:
    arrival = await arriving.ask(session, desk, scan)
    if arrival.start is None:
        return refused(arrival, Door(desk.campus, desk.signer, desk.now), desk.actor)
    agreeing = AgreeTo(act=Act.CHECK_IN, subject=arrival.start.subject)
    return Screen(texts.ask_consent(arrival, desk.campus), meeting.consent(agreeing))


def refused(arrival: Arrival, door: Door, viewer: Viewer) -> Screen:
    text = answers.own(arrival.checked, door.now, viewer.tz)
    return Screen(text, keyboards.of_arrival(arrival))
