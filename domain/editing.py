"""A course is edited field by field, by several people at once."""

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course
from db.queries import courses, overtaking
from db.queries.entries import Entry
from domain import authoring, details, fields, policy
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.errors import CourseNotFound
from domain.fields import CourseField
from domain.formatting import Written
from domain.policy import Action

__all__ = ["Asked", "CourseField", "Entry", "Open", "Overtaken", "Saved", "Wish", "Written"]


@dataclass(frozen=True)
class Open:
    """A course before somebody who may edit it."""

    course: Course
    fields: Collection[CourseField]
    """Those that they may change."""


@dataclass(frozen=True)
class Asked:
    """A field that is open before somebody."""

    course: Course
    field: CourseField
    seen: str
    """What they saw there, in short."""
    today: date


@dataclass(frozen=True)
class Wish:
    course_id: int
    field: CourseField
    written: Written | None
    """None clears it."""
    seen: str | None
    """What was there when it was opened, in short; None: whatever is there now."""


@dataclass(frozen=True)
class Saved(Open):
    changed: Mapping[str, object]
    """Both values of each column, as in the history; empty where all is as it was."""


@dataclass(frozen=True)
class Overtaken:
    """Somebody else has changed the field meanwhile: nothing was written."""

    course: Course
    field: CourseField
    seen: str
    """What is there now, in short."""
    entry: Entry | None
    """Who changed it and how; None where the history does not say."""


async def create(
    session: AsyncSession, actor: Actor, campus: Campus, *, name: str, now: datetime
) -> Course:
    """A draft of that name, as it was typed."""
    return await authoring.create(session, actor, campus, now=now, name=fields.title(name))


def whole(course: Course) -> Open:
    """For who has just made it, and so manages it."""
    return Open(course, [*CourseField])


async def look(session: AsyncSession, viewer: Viewer, *, course_id: int) -> Open:
    """The course, for somebody who may edit it."""
    found = await courses.seen(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    course, part = found
    policy.ensure(viewer.role, part, Action.EDIT)
    return Open(course, [it for it in CourseField if policy.can(viewer.role, part, _action(it))])


async def ask(
    session: AsyncSession,
    viewer: Viewer,
    campus: Campus,
    *,
    course_id: int,
    field: CourseField,
    now: datetime,
) -> Asked:
    course = await policy.see_course(session, viewer, _action(field), course_id=course_id)
    return Asked(course, field, mark(course, field), _today(campus.tz, now))


async def ask_again(
    session: AsyncSession, viewer: Viewer, campus: Campus, wish: Wish, *, now: datetime
) -> Asked:
    """With what was there when it was opened first."""
    asked = await ask(session, viewer, campus, course_id=wish.course_id, field=wish.field, now=now)
    return replace(asked, seen=wish.seen or asked.seen)


async def write(
    session: AsyncSession, author: Actor, campus: Campus, wish: Wish, *, now: datetime
) -> Saved | Overtaken:
    """Change one field. Another that somebody else changed meanwhile is no obstacle; this one
    is, unless it is what was wished for already."""
    action = _action(wish.field)
    course = await policy.lock_course(session, author, action, course_id=wish.course_id)
    values = fields.read(wish.field, wish.written, fields.basis(course, campus.tz, now))
    changed = details.news(course, values)
    if changed and wish.seen not in {None, mark(course, wish.field)}:
        return await _overtaken(session, course, wish.field)
    if changed:
        fields.ensure_ahead(values, now)
    course = await authoring.edit(session, author, campus, course_id=course.id, now=now, **values)
    seen = await look(session, author, course_id=course.id)
    return Saved(seen.course, seen.fields, changed)


def mark(course: Course, field: CourseField) -> str:
    """The value of a field in a few letters that a button can carry."""
    values = [details.plain(getattr(course, it)) for it in fields.columns(field)]
    spelled = json.dumps(values, ensure_ascii=True, sort_keys=True)
    return f"{zlib.crc32(spelled.encode()):08x}"


def _action(field: CourseField) -> Action:
    return Action.AIM if field.value in details.OF_EVERYBODY else Action.EDIT


async def _overtaken(session: AsyncSession, course: Course, field: CourseField) -> Overtaken:
    entry = await overtaking.last_change(session, course.id, fields.columns(field))
    return Overtaken(course, field, mark(course, field), entry)


def _today(tz: ZoneInfo, now: datetime) -> date:
    return now.astimezone(tz).date()
