import asyncio
from collections.abc import Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.sheets import Sheet
from bot.texts import history_file, log
from domain import history
from domain.actor import Actor
from domain.deliveries import Parcel
from domain.errors import AdminsOnly
from domain.history import Entry, Filters
from keyboards import history_pages as keyboards


async def log_export(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they are no admin any more."""
    recipient, filters = parcel.recipient, history.of_payload(parcel.payload["filters"])
    if recipient is None:
        return None
    try:
        found = await history.overview(session, recipient, filters=filters, now=now)
    except AdminsOnly:
        return None
    if not found.total:
        return Screen(log.empty_file(found, filters), keyboards.under_file(filters))
    tz = ZoneInfo(parcel.payload["zone"])
    document, sent = await _file(session, recipient, filters, tz, now)
    text = log.file(found, filters, sent)
    return Screen(text, keyboards.under_file(filters), document=document)


async def _file(
    session: AsyncSession, reader: Actor, filters: Filters, tz: tzinfo, now: datetime
) -> tuple[BufferedInputFile, int]:
    """The table, and how many entries are in it. Made some entries at a time, so that neither
    they nor the transaction wait for all of it."""
    sheet, sent = Sheet(history_file.title(), history_file.columns(tz)), 0
    try:
        async for entries in history.entries(session, reader, filters=filters, now=now):
            await asyncio.to_thread(_add, sheet, entries, tz)
            sent += len(entries)
    finally:
        content = await asyncio.to_thread(sheet.close)
    name = f"history-{now.astimezone(tz):%Y-%m-%d}.xlsx"
    return BufferedInputFile(content, filename=name), sent


def _add(sheet: Sheet, entries: Sequence[Entry], tz: tzinfo) -> None:
    sheet.add(history_file.row(entry, tz) for entry in entries)
