"""What somebody wrote to many, to each of them; and to its author, how far it is."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Banner, Post, Screen
from bot.texts import announcement_reports as reports
from bot.texts import announcements as texts
from bot.texts import course as course_texts
from db.models import Announcement, AnnouncementStatus, DeliveryOperation
from domain import announced, cards
from domain.actor import Actor
from domain.courses import joining
from domain.deliveries import Parcel
from keyboards import announcement_pages as keyboards
from keyboards import course as course_keyboards

GOING_OUT = {AnnouncementStatus.SENDING, AnnouncementStatus.SENT}


async def announcement(
    session: AsyncSession, parcel: Parcel, now: datetime
) -> Screen | Post | None:
    """As it is now: changed since, it is sent as it was changed; stopped or recalled, or for
    others than them by now, not at all. What was recalled says so where it cannot be deleted."""
    reader, it = parcel.recipient, await announced.find(session, parcel.payload)
    if reader is None or it is None:
        return None
    if parcel.operation is not DeliveryOperation.SEND:
        return _changed(it, await announced.course_name(session, it))
    if it.status not in GOING_OUT or not await announced.is_for(session, it, reader):
        return None
    if it.is_card:
        return await _card(session, reader, it, now)
    return post(it, await announced.course_name(session, it))


async def preview(session: AsyncSession, parcel: Parcel, _now: datetime) -> Post | None:
    """Unless it was deleted meanwhile."""
    it = await announced.find(session, parcel.payload)
    if it is None or it.is_card:
        return None
    shown = post(it, await announced.course_name(session, it))
    if shown is None:
        return None
    return replace(shown, keyboard=keyboards.under_preview(shown.keyboard, it.id))


async def progress(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    it = await announced.find(session, parcel.payload)
    if it is None:
        return None
    report = await announced.report(session, it)
    return Screen(reports.progress(it.status, report), keyboards.progress(it.id, it.status))


def post(it: Announcement, course_name: str | None) -> Post | None:
    """None where its words went with their author."""
    content = announced.content_of(it)
    if content.is_empty:
        return None
    keyboard = keyboards.under_post(
        content.button, it.course_id, course_name, is_news=announced.is_news(it)
    )
    return Post(content.text, content.entities, content.photo, content.document, keyboard)


def _changed(it: Announcement, course_name: str | None) -> Screen | Post | None:
    if it.status is AnnouncementStatus.RECALLED:
        return Screen(texts.withdrawn())
    return post(it, course_name)


async def _card(
    session: AsyncSession, reader: Actor, it: Announcement, now: datetime
) -> Screen | None:
    assert it.course_id is not None
    seen = await cards.seen_by(session, reader, it.course_id, now=now)
    if seen is None:
        return None
    photo = Banner(seen.course.banner_id, seen.banner_file_id) if seen.course.banner_id else None
    keyboard = course_keyboards.card(
        seen,
        joining(seen, now),
        reader,
        now=now,
        search="",
        is_clipped=course_texts.is_clipped(seen, now, reader.tz),
    )
    words = course_texts.card(seen, now, reader.tz)
    return Screen(words, keyboards.under_card(keyboard), photo)
