"""A schedule that somebody has typed: what it would do, before it is saved."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2s
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course
from db.queries import overtaking
from db.queries.entries import Entry
from domain import authoring, details, journal, policy, previewing, timetable, typed_schedule
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import DatesNotValid, PreviewGone, ScheduleWithoutDays
from domain.lesson_marks import mark
from domain.policy import Action
from domain.previewing import Fate, Line
from domain.timetable import Aim

__all__ = ["Draft", "Fate", "Line", "Preview", "Saved"]

COLUMNS = ("schedule", "start_date", "end_date")
"""Of the course, which a schedule is about."""


@dataclass(frozen=True)
class Draft:
    """What the schedule shall be. Without its days nothing can be previewed."""

    course_id: int
    rules: list[dict[str, Any]]
    first: date | None
    last: date | None
    seen: str = ""
    """What the course had when this was begun, in short; nothing where that is not known."""

    @property
    def is_dated(self) -> bool:
        return not self.rules or (self.first is not None and self.last is not None)

    def packed(self) -> dict[str, Any]:
        """To be kept while somebody looks at the preview."""
        days = [it.isoformat() if it else None for it in (self.first, self.last)]
        kept = {"course_id": self.course_id, "rules": self.rules, "days": days}
        return {**kept, "seen": self.seen}


@dataclass(frozen=True)
class Preview:
    course: Course
    draft: Draft
    lines: Sequence[Line]
    outside: int
    """Lessons made by hand before the first day or after the last."""
    key: str
    """Of all of this: when it would be another, so is the preview."""
    is_overtaken: bool
    """Another schedule was saved since this one was begun."""
    entry: Entry | None
    """Who saved that; None where the history does not say."""
    is_stale: bool = False
    """It is another than the one that somebody wanted to save."""

    def count(self, *fates: Fate) -> int:
        return sum(it.fate in fates for it in self.lines)


@dataclass(frozen=True)
class Saved:
    course: Course
    preview: Preview


def unpacked(packed: dict[str, Any]) -> Draft:
    """Raises ``PreviewGone`` for what is not a draft."""
    if not {"course_id", "rules", "days"} <= packed.keys():
        raise PreviewGone
    first, last = (date.fromisoformat(it) if it else None for it in packed["days"])
    return Draft(packed["course_id"], packed["rules"], first, last, packed.get("seen", ""))


def kept(packed: dict[str, Any], *, course_id: int) -> Draft:
    """The draft of that course. Raises ``PreviewGone`` if there is another, or none."""
    draft = unpacked(packed)
    if draft.course_id != course_id:
        raise PreviewGone
    return draft


async def read(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    begun: Draft,
    typed: str,
    now: datetime,
) -> Draft:
    """The draft with what was typed. What was not is as before, or as the course has it."""
    course = await policy.lock_course(session, actor, Action.EDIT, course_id=begun.course_id)
    found = typed_schedule.read(typed, today=now.astimezone(campus.tz).date())
    rules = [dict(it) for it in found.rules] or begun.rules or course.schedule
    if not rules:
        raise ScheduleWithoutDays(typed[:40])
    first = found.first or begun.first or course.start_date
    last = found.last or begun.last or course.end_date
    if first and last and last < first:
        raise DatesNotValid
    return Draft(course.id, rules, first, last, begun.seen)


async def begin(session: AsyncSession, actor: Actor, *, course_id: int) -> tuple[Course, Draft]:
    """Nothing typed yet."""
    course = await policy.lock_course(session, actor, Action.EDIT, course_id=course_id)
    return course, Draft(course.id, [], None, None, mark([course], COLUMNS))


async def preview(
    session: AsyncSession, actor: Actor, campus: Campus, draft: Draft, *, now: datetime
) -> Preview:
    course = await policy.lock_course(session, actor, Action.EDIT, course_id=draft.course_id)
    first, last = draft.first or course.start_date, draft.last or course.end_date
    draft = replace(draft, first=first, last=last)
    aim = Aim(draft.rules, first, last)
    plan = await timetable.plan(session, course, aim, campus.tz, now=now)
    lines = await previewing.lines(session, course, plan, now=now)
    days = [it.starts_at.astimezone(campus.tz).date() for it in lines if it.fate is Fate.BY_HAND]
    outside = sum(not ((first or it) <= it <= (last or it)) for it in days)
    is_overtaken = draft.seen not in {"", mark([course], COLUMNS)}
    entry = await overtaking.last_change(session, course.id, COLUMNS) if is_overtaken else None
    key = _key(course, draft, lines)
    return Preview(course, draft, lines, outside, key, is_overtaken, entry)


async def save(
    session: AsyncSession, actor: Actor, campus: Campus, draft: Draft, *, key: str, now: datetime
) -> Saved | Preview:
    """A fresh preview instead, if it would do something else now than when it was looked at.

    Lessons follow it also where it is as before: days off may not be.
    """
    seen = await preview(session, actor, campus, draft, now=now)
    if seen.key != key:
        return replace(seen, is_stale=True)
    fields = {"schedule": draft.rules, "start_date": seen.draft.first, "end_date": seen.draft.last}
    is_news = bool(details.news(seen.course, fields))
    course = await authoring.edit(
        session,
        actor,
        campus,
        course_id=draft.course_id,
        now=now,
        **fields,  # type: ignore[arg-type]
    )
    if not is_news:
        await _follow(session, actor, campus, course, now)
    return Saved(course, seen)


async def _follow(
    session: AsyncSession, actor: Actor, campus: Campus, course: Course, now: datetime
) -> None:
    found = await timetable.follow(session, course, campus.tz, now=now)
    if found.lessons:
        course.version += 1
        told = {"timetable": [*found.lessons]}
        journal.note(session, actor, "change_course", course, now=now, **told)


def _key(course: Course, draft: Draft, lines: Sequence[Line]) -> str:
    told = [[it.fate, *map(str, (it.starts_at, it.ends_at, it.location, it.was))] for it in lines]
    content = json.dumps([course.version, draft.packed(), told], sort_keys=True)
    return blake2s(content.encode(), digest_size=6).hexdigest()
