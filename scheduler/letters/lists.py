"""Files of people."""

import asyncio
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from aiogram.types import BufferedInputFile
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import Screen
from bot.sheets import Sheet, as_csv
from bot.texts import list_file
from bot.texts import roster as texts
from domain import course_list
from domain.course_list import CourseList, FileKind
from domain.deliveries import Parcel
from domain.errors import CourseNotFound, NotAllowed
from keyboards.roster import under_file


async def roster_export(session: AsyncSession, parcel: Parcel, now: datetime) -> Screen | None:
    """Unless they may not see those people any more."""
    reader, course_id = parcel.recipient, parcel.payload["course_id"]
    if reader is None:
        return None
    try:
        found = await course_list.read(session, reader, course_id=course_id, now=now)
    except (CourseNotFound, NotAllowed):
        return None
    if not found.people:
        return Screen(texts.empty_file(found), under_file(course_id))
    tz, kind = ZoneInfo(parcel.payload["zone"]), FileKind(parcel.payload["file"])
    # In a thread: of a thousand people it takes a while.
    content = await asyncio.to_thread(as_table, found, kind, tz)
    name = f"people-{course_id}-{now.astimezone(tz):%Y-%m-%d}.{kind}"
    document = BufferedInputFile(content, filename=name)
    return Screen(texts.file(found), under_file(course_id), document=document)


def as_table(found: CourseList, kind: FileKind, tz: tzinfo) -> bytes:
    columns = list_file.columns(tz, has_emails=found.has_emails)
    rows = [list_file.row(it, tz, has_emails=found.has_emails) for it in found.people]
    if kind is FileKind.CSV:
        return as_csv([[heading for heading, _ in columns], *rows], list_file.delimiter())
    sheet = Sheet(list_file.title(), columns)
    sheet.add(rows)
    return sheet.close()
