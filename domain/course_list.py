"""The people of a course as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, DeliveryKind, StaffPart
from db.queries import deliveries as rows
from db.queries import listed, users
from db.queries.listed import ListedPerson
from domain import deliveries, journal, roster
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import PersonNotFound

__all__ = ["CourseList", "FileKind", "ListedPerson"]

LONGEST_FILE = 10_000
"""People: more than any course has had, and made in seconds."""


class FileKind(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class CourseList:
    course: Course
    people: Sequence[ListedPerson]
    has_emails: bool
    """Only who manages the course writes to its people by other ways than through us."""


async def order(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    course_id: int,
    kind: FileKind,
    now: datetime,
) -> None:
    """Have the list sent as a file. While one is on its way, it is the one."""
    course, _part = await roster.seen(session, actor, course_id=course_id)
    if await users.lock(session, actor.id) is None:
        raise PersonNotFound
    export = DeliveryKind.ROSTER_EXPORT
    last = await rows.last_settled(session, export, user_id=actor.id)
    key = f"{actor.id}:{last}:{course_id}:{kind}"
    payload = {"course_id": course_id, "file": kind, "zone": campus.tz.key}
    owed = deliveries.notice(export, user_id=actor.id, key=key, now=now, **payload)
    if await deliveries.owe_new(session, owed):
        journal.note(session, actor, "export_people", course, now=now, file=kind)


async def read(
    session: AsyncSession, actor: Actor, *, course_id: int, now: datetime
) -> CourseList:
    course, part = await roster.seen(session, actor, course_id=course_id)
    people = await listed.of_course(session, course_id, most=LONGEST_FILE, now=now)
    return CourseList(course, people, has_emails=part is StaffPart.MANAGER)
