"""Links to the team of a course."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.texts import invites as texts
from bot.texts import staff as staff_texts
from domain import invites, staff
from domain.actor import Actor, Viewer
from domain.invites import Terms
from domain.tokens import Signer
from handlers.common.open_links import made, of_course
from keyboards import staff as keyboards

router = Router(name=__name__)


@router.callback_query(keyboards.ShowTeamLinks.filter())
async def on_show_team_links(
    _: CallbackQuery,
    callback_data: keyboards.ShowTeamLinks,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    course_id, page = callback_data.course_id, callback_data.page
    return await of_course(session, viewer, course_id, page, now)


@router.callback_query(keyboards.ChoosePart.filter())
async def on_choose_part(
    _: CallbackQuery,
    callback_data: keyboards.ChoosePart,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    course = await staff.chosen_by(session, viewer, course_id=callback_data.course_id, now=now)
    return Screen(staff_texts.choose_part(course), keyboards.choose_part(course))


@router.callback_query(keyboards.ChoosePartTime.filter())
async def on_choose_part_time(
    _: CallbackQuery,
    callback_data: keyboards.ChoosePartTime,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    part = callback_data.part
    course = await staff.chosen_by(session, viewer, course_id=callback_data.course_id, now=now)
    text = texts.choose_lifetime(texts.of_part(part, course.name))
    return Screen(text, keyboards.choose_time(course, part))


@router.callback_query(keyboards.MakePartLink.filter())
async def on_make_part_link(
    _: CallbackQuery,
    callback_data: keyboards.MakePartLink,
    session: AsyncSession,
    viewer: Actor,
    signer: Signer,
    now: datetime,
) -> Screen:
    course_id, part = callback_data.course_id, callback_data.part
    terms = Terms(callback_data.public_id, callback_data.days)
    seen = await invites.issue_for_part(
        session, viewer, course_id=course_id, part=part, terms=terms, now=now
    )
    return made(seen, signer, viewer)
