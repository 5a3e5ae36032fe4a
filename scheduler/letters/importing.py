"""Courses from files: the form to fill in, the work itself, and how far it is."""

import asyncio
from datetime import datetime

from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from bot import import_form
from bot.replies import Screen
from bot.texts import imported as imported_texts
from bot.texts import importing as texts
from domain import import_news, imported
from domain.deliveries import Parcel
from keyboards import importing_pages as keyboards
from keyboards import telling


async def form(_session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    kind, language = parcel.payload["file"], parcel.recipient.language
    today = now.astimezone(parcel.recipient.tz).date()
    content = await asyncio.to_thread(import_form.made, kind, language, today)
    document = BufferedInputFile(content, filename=f"courses.{kind}")
    return Screen(texts.template(), keyboards.asking(), document=document)


async def carry_on(session: AsyncSession, parcel: Parcel, now: datetime) -> None:
    """Nothing to say: what is done is told by a delivery of its own."""
    await imported.carry_on(session, parcel, now=now)


async def report(_session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    told = imported.report(parcel.payload)
    keyboard = keyboards.done() if told.is_over else keyboards.begun()
    return Screen(imported_texts.report(told, parcel.recipient.tz), keyboard)


async def question(session: AsyncSession, parcel: Parcel, _now: datetime) -> Screen | None:
    if parcel.recipient is None:
        return None
    asked = await import_news.of_delivery(session, parcel.recipient, parcel.payload)
    return Screen(imported_texts.ask(asked), telling.ask(asked)) if asked else None
