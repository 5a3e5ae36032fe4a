"""An announcement is sent: when, stopped, gone on with, and once more to who may not have it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, AnnouncementStatus, DeliveryOperation, DeliveryStatus
from db.queries import announced, recipients
from domain import announcements, announcers, journal
from domain.announcements import OPEN
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import (
    AnnouncementBegun,
    AnnouncementOver,
    LateTooSoon,
    MomentNotValid,
    MomentPast,
    NobodyToTell,
)

FURTHEST = timedelta(days=366)
SENDING, SENT = AnnouncementStatus.SENDING, AnnouncementStatus.SENT
STOPPED, SCHEDULED = AnnouncementStatus.STOPPED, AnnouncementStatus.SCHEDULED


async def send(
    session: AsyncSession,
    author: Author,
    campus: Campus,
    *,
    announcement_id: int,
    at: datetime | None,
    now: datetime,
) -> Announcement:
    """Have it go out at that moment, or now. Who gets it is settled when it does."""
    it, course = await announcers.hold(session, author, announcement_id)
    _ensure_not_begun(it, now)
    _ensure_ahead(at, now)
    late = it.for_late_joiners_until
    if late is not None and late <= (at or now):
        raise LateTooSoon
    reach = await recipients.reach(session, announcements.audience_of(it), campus.tz.key, now=now)
    if at is None and not reach.people:
        raise NobodyToTell
    it.status, it.send_at = SCHEDULED, at or now
    told = {"announcement_id": it.id, "send_at": it.send_at.isoformat(), "people": reach.people}
    journal.note(session, author, "announce", course or it, now=now, **told)
    return it


def moment_of(seconds: int) -> datetime:
    """As a button has it."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise MomentNotValid from error


async def put_off(
    session: AsyncSession, author: Author, *, announcement_id: int, now: datetime
) -> Announcement:
    """It is a draft again: nobody gets it until somebody says so."""
    it, course = await announcers.hold(session, author, announcement_id)
    _ensure_not_begun(it, now)
    if it.status is not SCHEDULED or it.is_card:
        raise AnnouncementOver
    it.status, it.send_at = AnnouncementStatus.DRAFT, None
    about = {"announcement_id": it.id}
    journal.note(session, author, "delay_announce", course or it, now=now, **about)
    return it


async def stop(
    session: AsyncSession, author: Author, *, announcement_id: int, now: datetime
) -> Announcement:
    """Who has not got it yet does not get it, unless it is gone on with."""
    it, course = await announcers.hold(session, author, announcement_id)
    if it.status is not SENDING:
        raise AnnouncementOver
    it.status, it.ended_at = STOPPED, now
    people = await announced.skip(session, it.id, [DeliveryOperation.SEND], now=now)
    told = {"announcement_id": it.id, "not_told": people}
    journal.note(session, author, "stop_announce", course or it, now=now, **told)
    return it


async def go_on(
    session: AsyncSession, author: Author, campus: Campus, *, announcement_id: int, now: datetime
) -> Announcement:
    """After a stop: to those who have not got it; to everybody, if nobody was owed it."""
    it, course = await announcers.hold(session, author, announcement_id)
    if it.status is not STOPPED or not announcements.has_words(it):
        raise AnnouncementOver
    people = await _again(session, it, campus, DeliveryStatus.SKIPPED, now)
    if not (await announced.report(session, it.id)).total:
        it.status, it.send_at = SCHEDULED, now
        audience = announcements.audience_of(it)
        people = (await recipients.reach(session, audience, campus.tz.key, now=now)).people
    told = {"announcement_id": it.id, "people": people}
    journal.note(session, author, "go_on_announce", course or it, now=now, **told)
    return it


async def repeat(
    session: AsyncSession, author: Author, campus: Campus, *, announcement_id: int, now: datetime
) -> Announcement:
    """To those of whom nobody knows whether they have got it: some may get it twice."""
    it, course = await announcers.hold(session, author, announcement_id)
    if it.status not in {SENDING, SENT}:
        raise AnnouncementOver
    people = await _again(session, it, campus, DeliveryStatus.UNKNOWN, now)
    if not people:
        raise AnnouncementOver
    told = {"announcement_id": it.id, "people": people}
    journal.note(session, author, "repeat_announce", course or it, now=now, **told)
    return it


async def _again(
    session: AsyncSession,
    it: Announcement,
    campus: Campus,
    status: DeliveryStatus,
    now: datetime,
) -> int:
    zone = await announcements.quiet_zone(session, campus, it.course_id, now)
    it.status, it.ended_at = SENDING, None
    return await announced.again(session, it.id, status, now=now, zone=zone)


def _ensure_not_begun(it: Announcement, now: datetime) -> None:
    if it.status not in OPEN or announcements.is_due(it, now):
        raise AnnouncementBegun


def _ensure_ahead(at: datetime | None, now: datetime) -> None:
    if at is not None and at <= now:
        raise MomentPast
    if at is not None and at > now + FURTHEST:
        raise MomentNotValid
