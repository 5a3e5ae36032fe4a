"""Announcements as other programs order them: all at once, where the chat asks step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement
from db.queries import announcements as rows
from domain import (
    announcement_runs,
    announcements,
    announcers,
    announcing,
    late_joiners,
    policy,
    recalling,
)
from domain.actor import Service, Viewer
from domain.announcements import OPEN, Audience, Seen
from domain.authoring import Author
from domain.campus import Campus
from domain.policy import Action
from domain.posts import Button, Content


@dataclass(frozen=True)
class Order:
    content: Content
    audience: Audience
    send_at: datetime | None
    """None: now."""
    late: datetime | None
    """Until when who joins gets it too."""


@dataclass(frozen=True)
class Changes:
    content: Content | None = None
    """None: as it is."""
    button: Button | None = None
    has_button: bool = False
    """Whether the button is another; without one, there shall be none."""
    send_at: datetime | None = None
    late: datetime | None = None
    has_late: bool = False
    status: Literal["sending", "stopped"] | None = None


async def place(
    session: AsyncSession, author: Author, campus: Campus, order: Order, *, now: datetime
) -> Seen:
    it = await announcing.write(session, author, order.content, order.audience)
    which: dict[str, Any] = {"announcement_id": it.id, "now": now}
    if order.late is not None:
        await late_joiners.welcome(session, author, order.late, **which)
    await announcement_runs.send(session, author, campus, at=order.send_at, **which)
    return await announcements.look(session, author, campus, it.id, now)


async def change(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    announcement_id: int,
    changes: Changes,
    *,
    now: datetime,
) -> Seen:
    it, _ = await announcers.hold(session, author, announcement_id)
    which: dict[str, Any] = {"announcement_id": announcement_id, "now": now}
    if changes.content is not None:
        await _rewrite(session, author, it, changes.content, now)
    if changes.has_button:
        await announcing.put_button(session, author, changes.button, **which)
    if changes.has_late:
        await late_joiners.welcome(session, author, changes.late, **which)
    if changes.send_at is not None:
        await announcement_runs.send(session, author, campus, at=changes.send_at, **which)
    if changes.status == "stopped":
        await announcement_runs.stop(session, author, **which)
    if changes.status == "sending":
        await announcement_runs.go_on(session, author, campus, **which)
    return await announcements.look(session, author, campus, announcement_id, now)


async def withdraw(
    session: AsyncSession, author: Author, *, announcement_id: int, now: datetime
) -> None:
    """Delete it, or recall what has begun to go out."""
    it, _ = await announcers.hold(session, author, announcement_id)
    act = announcing.drop if it.status in OPEN and not it.is_card else recalling.recall
    await act(session, author, announcement_id=announcement_id, now=now)


async def listed(
    session: AsyncSession,
    viewer: Viewer | Service,
    *,
    course_id: int | None,
    before_id: int | None,
    limit: int,
) -> Sequence[Seen]:
    """Without drafts and reports, the newest first. Of no course in particular, a person's are
    those of the courses that they run, and those for everybody."""
    course_ids, run_by = viewer.course_ids, None
    if course_id is not None:
        await policy.see_course(session, viewer, Action.EDIT, course_id=course_id)
    elif not isinstance(viewer, Service):
        announcers.ensure_general(viewer)
        run_by = viewer.id
    found = await rows.listed(
        session,
        None if course_ids is None else list(course_ids),
        course_id,
        run_by=run_by,
        before_id=before_id,
        limit=limit,
    )
    return [Seen(it) for it in found]


async def _rewrite(
    session: AsyncSession, author: Author, it: Announcement, content: Content, now: datetime
) -> None:
    act = announcing.rewrite if it.status in OPEN else recalling.edit
    await act(session, author, content, announcement_id=it.id, now=now)
