"""Announcements: the lists, one of them, and what is done with it."""

from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Alert, Screen
from bot.texts import announcement_questions as questions
from bot.texts import announcement_reports as reports
from bot.texts import announcements as texts
from db.models import Role
from domain import announcement_runs as runs
from domain import announcements, announcing, courses, taught
from domain.actor import Actor, Viewer
from domain.campus import Campus
from handlers.participant.course import card
from handlers.staff import announcement_deeds as deeds
from keyboards import announcement_pages as keyboards
from keyboards import announcement_questions as buttons
from keyboards.announcements import (
    AskDeed,
    AskWhere,
    DoDeed,
    Preview,
    ReadCourse,
    ShowAnnouncement,
    ShowAnnouncements,
    StopSending,
)

router = Router(name=__name__)


@router.callback_query(ShowAnnouncements.filter())
async def on_announcements(
    _: CallbackQuery,
    callback_data: ShowAnnouncements,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    return await listed(session, viewer, callback_data.course_id, callback_data.page, now)


@router.message(Command("announce"))
async def on_announce(_: Message, session: AsyncSession, viewer: Viewer, now: datetime) -> Screen:
    return await listed(session, viewer, 0, 0, now)


@router.callback_query(AskWhere.filter())
async def on_ask_where(
    _: CallbackQuery,
    callback_data: AskWhere,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    found = await taught.page(session, viewer, number=callback_data.page, now=now)
    may_write = found.lines or viewer.role is Role.ADMIN
    words = questions.where() if may_write else questions.nowhere()
    return Screen(words, buttons.where(found, viewer.role))


@router.callback_query(ShowAnnouncement.filter())
async def on_announcement(
    _: CallbackQuery,
    callback_data: ShowAnnouncement,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    screen = await page(session, viewer, campus, callback_data.announcement_id, now)
    return replace(screen, is_apart=callback_data.is_apart)


@router.callback_query(Preview.filter())
async def on_preview(
    _: CallbackQuery,
    callback_data: Preview,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Alert:
    which = callback_data.announcement_id
    await announcing.order_preview(session, viewer, announcement_id=which, now=now)
    return Alert(texts.on_its_way(), is_brief=True)


@router.callback_query(StopSending.filter())
async def on_stop_sending(
    _: CallbackQuery,
    callback_data: StopSending,
    session: AsyncSession,
    viewer: Actor,
    now: datetime,
) -> Alert:
    which = callback_data.announcement_id
    await runs.stop(session, viewer, announcement_id=which, now=now)
    return Alert(reports.stopped(), is_brief=True)


@router.callback_query(AskDeed.filter())
async def on_ask_deed(
    _: CallbackQuery,
    callback_data: AskDeed,
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    now: datetime,
) -> Screen:
    which, deed = callback_data.announcement_id, callback_data.deed
    seen = await announcements.look(session, viewer, campus, which, now)
    return Screen(deeds.question(deed, seen), buttons.sure(seen, deed))


@router.callback_query(DoDeed.filter())
async def on_do_deed(
    _: CallbackQuery,
    callback_data: DoDeed,
    session: AsyncSession,
    viewer: Actor,
    campus: Campus,
    now: datetime,
) -> Screen:
    which, deed = callback_data.announcement_id, callback_data.deed
    left = await deeds.DEEDS[deed](session, viewer, campus, which, now)
    if left is not None:
        return await listed(session, viewer, left, 0, now)
    screen = await page(session, viewer, campus, which, now)
    return replace(screen, notice=deeds.notice(deed))


@router.callback_query(ReadCourse.filter())
async def on_read_course(
    _: CallbackQuery,
    callback_data: ReadCourse,
    session: AsyncSession,
    viewer: Viewer,
    now: datetime,
) -> Screen:
    seen = await courses.view(session, viewer, course_id=callback_data.course_id, now=now)
    return replace(card(seen, viewer, now), is_apart=True)


async def listed(
    session: AsyncSession, viewer: Viewer, course_id: int, number: int, now: datetime
) -> Screen:
    if course_id:
        which = {"course_id": course_id, "number": number}
        found = await announcements.of_course(session, viewer, **which, now=now)
    else:
        found = await announcements.mine(session, viewer, number=number)
    return Screen(texts.listed(found), keyboards.listed(found))


async def page(
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    announcement_id: int,
    now: datetime,
) -> Screen:
    seen = await announcements.look(session, viewer, campus, announcement_id, now)
    return Screen(texts.page(seen, now, campus.tz), keyboards.page(seen))
