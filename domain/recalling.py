"""An announcement that people have is changed, or taken back."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, AnnouncementStatus, DeliveryOperation
from db.queries import announced
from db.queries import outgoing as rows
from db.queries.announced import Which
from domain import announcements, announcers, journal, posts
from domain.announcements import BEGUN
from domain.authoring import Author
from domain.errors import AnnouncementOver
from domain.posts import Content

DELETABLE = timedelta(hours=47)
"""Telegram lets bots delete what is not older than 48; the sender needs some time."""

UNDER_WAY = timedelta(seconds=10)
"""A message that was claimed so shortly after a change may have been written before it."""

FOLLOWED = timedelta(minutes=10)
"""Longer than any message is on its way: a claim without an end is over after two."""

SEND, EDIT = DeliveryOperation.SEND, DeliveryOperation.EDIT


async def edit(
    session: AsyncSession,
    author: Author,
    content: Content,
    *,
    announcement_id: int,
    now: datetime,
) -> Announcement:
    """Other words, for who has it and for who gets it later."""
    it, course = await announcers.hold(session, author, announcement_id)
    if it.status not in BEGUN or it.is_card:
        raise AnnouncementOver
    it.content = posts.stored(posts.rewritten(announcements.content_of(it), content))
    it.edition, it.edited_at = it.edition + 1, now
    await announced.skip(session, it.id, [EDIT], now=now)
    await follow(session, it, now=now)
    about = {"announcement_id": it.id}
    journal.note(session, author, "edit_announce", course or it, now=now, **about)
    return it


async def recall(
    session: AsyncSession, author: Author, *, announcement_id: int, now: datetime
) -> Announcement:
    """It disappears where Telegram still lets it, and elsewhere says that it was taken back. Who
    has not got it does not."""
    it, course = await announcers.hold(session, author, announcement_id)
    if it.status not in BEGUN:
        raise AnnouncementOver
    it.status, it.ended_at = AnnouncementStatus.RECALLED, now
    it.edition, it.edited_at, it.for_late_joiners_until = it.edition + 1, now, None
    await announced.skip(session, it.id, [SEND, EDIT], now=now)
    await follow(session, it, now=now)
    about = {"announcement_id": it.id}
    journal.note(session, author, "recall_announce", course or it, now=now, **about)
    return it


async def follow_all(session: AsyncSession, *, now: datetime) -> None:
    """What was on the way when it was changed is changed when it has arrived."""
    for it in await rows.changed_since(session, now - FOLLOWED):
        await follow(session, it, arrived_since=it.edited_at, now=now)


async def follow(
    session: AsyncSession,
    it: Announcement,
    *,
    arrived_since: datetime | None = None,
    now: datetime,
) -> None:
    """Owe the last change to everybody who has what was before it; done twice, it is as once."""
    assert it.edited_at is not None
    for which in _changes(it, it.edited_at):
        theirs = replace(which, arrived_since=arrived_since)
        await announced.follow(session, it.id, it.edition, theirs, now=now)


def _changes(it: Announcement, at: datetime) -> list[Which]:
    if it.status is not AnnouncementStatus.RECALLED:
        return [Which(EDIT, until=at + UNDER_WAY)]
    limit = at - DELETABLE
    return [Which(DeliveryOperation.DELETE, since=limit), Which(EDIT, until=limit)]
