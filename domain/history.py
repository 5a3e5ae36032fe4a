"""The history of actions, for admins to read. Names in it are those of today: who was erased has
none any more."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import DeliveryKind, LogEntry, Role
from db.queries import deliveries as rows
from db.queries import history, users
from db.queries.entries import Entry, Person
from db.queries.history import CourseName, Scope
from domain import deliveries, journal
from domain.actor import Actor, Service, Viewer
from domain.campus import Campus
from domain.errors import AdminsOnly, CourseNotFound
from domain.periods import Span

__all__ = ["CourseName", "Entry", "Filters", "HistoryPage", "Person", "Scope"]

PAGE_SIZE = 8
CHOICES = 8
"""Courses to choose from; who sees so many had better write another word."""

LONGEST_FILE = 50_000
"""Entries in a file: it is made in seconds, and opened on any computer."""

AT_ONCE = 500
"""What is kept in memory of them."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Filters:
    """Which part of the history an admin looks at; all of it at first."""

    user_id: int | None = None
    course_id: int | None = None
    action: str | None = None
    days: int | None = None
    """The last so many, today among them."""
    span: Span | None = None
    page: int = 0

    def lately(self, days: int) -> "Filters":
        return replace(self, days=days, span=None, page=0)

    def within(self, span: Span) -> "Filters":
        return replace(self, days=None, span=span, page=0)

    @property
    def is_empty(self) -> bool:
        return replace(self, page=0) == Filters()


@dataclass(frozen=True)
class HistoryPage:
    entries: Sequence[Entry]
    number: int
    """From 0."""
    total: int
    """Of entries, on all pages."""
    person: str | None
    course: str | None
    """The names that the filters are about; none where they are about no such thing."""


async def page(
    session: AsyncSession, actor: Actor, *, filters: Filters, now: datetime
) -> HistoryPage:
    """Beyond the end is the last page."""
    _ensure_admin(actor)
    scope = _scope(filters, actor.tz, now)
    found = await history.overview(session, scope)
    number = min(filters.page, max(found.total - 1, 0) // PAGE_SIZE)
    entries: Sequence[Entry] = []
    if found.total:
        entries = await history.page(session, scope, number=number, size=PAGE_SIZE)
    return HistoryPage(entries, number, found.total, found.person, found.course)


async def listed(
    session: AsyncSession,
    viewer: Viewer | Service,
    scope: Scope,
    *,
    before: tuple[datetime, int] | None,
    limit: int,
) -> Sequence[LogEntry]:
    """As they were written, newest first, for programs. Some tokens see some courses only."""
    _ensure_admin(viewer)
    if isinstance(viewer, Service) and scope.course_id is not None:
        _ensure_covered(viewer, scope.course_id)
    of_these = replace(scope, course_ids=viewer.course_ids)
    return await history.rows(session, of_these, before=before, limit=limit)


async def courses_named(
    session: AsyncSession, actor: Actor, *, words: Sequence[str]
) -> Sequence[CourseName]:
    """The latest few of those that have all the words in their name, whatever their state."""
    _ensure_admin(actor)
    return await history.courses_named(session, words, limit=CHOICES)


async def order_file(
    session: AsyncSession, actor: Actor, campus: Campus, *, filters: Filters, now: datetime
) -> None:
    """Have the filtered history sent as a file. While that is on its way, it is the one."""
    user = await users.lock(session, actor.id)
    if user is None or user.role is not Role.ADMIN:
        raise AdminsOnly
    kind, asked = DeliveryKind.LOG_EXPORT, as_payload(filters, actor.tz, now)
    last = await rows.last_settled(session, kind, user_id=user.id)
    key = f"{user.id}:{last}:{json.dumps(asked, sort_keys=True)}"
    payload = {"filters": asked, "zone": campus.tz.key}
    owed = deliveries.notice(kind, user_id=user.id, key=key, now=now, **payload)
    if await deliveries.owe_new(session, owed):
        journal.note(session, actor, "export_history", user, now=now, **asked)


async def overview(
    session: AsyncSession, actor: Actor, *, filters: Filters, now: datetime
) -> HistoryPage:
    """How much there is, and the names that the filters are about; no entries yet."""
    _ensure_admin(actor)
    found = await history.overview(session, _scope(filters, actor.tz, now))
    return HistoryPage([], 0, found.total, found.person, found.course)


async def entries(
    session: AsyncSession, actor: Actor, *, filters: Filters, now: datetime
) -> AsyncIterator[Sequence[Entry]]:
    """As many as a file holds, newest first, some at a time."""
    _ensure_admin(actor)
    scope = _scope(filters, actor.tz, now)
    async for some in history.newest(session, scope, limit=LONGEST_FILE, at_once=AT_ONCE):
        yield some


def as_payload(filters: Filters, tz: ZoneInfo, now: datetime) -> dict[str, Any]:
    """What of the filters a delivery carries: they mean the same whenever it is made."""
    span = _span(filters, tz, now)
    days = {"since": span[0].isoformat(), "until": span[1].isoformat()} if span else {}
    asked = {
        "user_id": filters.user_id,
        "course_id": filters.course_id,
        "of_action": filters.action,
    }
    return {name: value for name, value in asked.items() if value is not None} | days


def of_payload(payload: dict[str, Any]) -> Filters:
    since, until = payload.get("since"), payload.get("until")
    span = (date.fromisoformat(since), date.fromisoformat(until)) if since and until else None
    return Filters(
        payload.get("user_id"), payload.get("course_id"), payload.get("of_action"), span=span
    )


def _scope(filters: Filters, tz: ZoneInfo, now: datetime) -> Scope:
    """Days begin and end where the admin is."""
    span = _span(filters, tz, now)
    moments = (_midnight(span[0], tz), _midnight(span[1] + DAY, tz)) if span else (None, None)
    return Scope(filters.user_id, filters.course_id, filters.action, *moments)


def _span(filters: Filters, tz: ZoneInfo, now: datetime) -> Span | None:
    if filters.days is None:
        return filters.span
    today = now.astimezone(tz).date()
    return today - (filters.days - 1) * DAY, today


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tz)


def _ensure_admin(actor: Viewer | Service) -> None:
    if actor.role is not Role.ADMIN:
        raise AdminsOnly


def _ensure_covered(service: Service, course_id: int) -> None:
    if not service.covers(course_id):
        raise CourseNotFound
