"""Who joins after an announcement went out gets it too, for as long as its author wants."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Announcement, AnnouncementStatus
from domain import announcements, announcers
from domain.announcements import GROWING, Seen
from domain.announcing import note_change
from domain.authoring import Author
from domain.campus import Campus
from domain.errors import AnnouncementOver, AudienceNotValid, MomentPast
from domain.moments import END_OF_DAY


class Late(StrEnum):
    """Until when who joins gets it too."""

    NEVER = "n"
    WEEK = "w"
    MONTH = "m"
    END = "e"
    """Of the course."""


SPELLS = {Late.WEEK: timedelta(days=7), Late.MONTH: timedelta(days=30)}


async def welcome(
    session: AsyncSession,
    author: Author,
    until: datetime | None,
    *,
    announcement_id: int,
    now: datetime,
) -> Announcement:
    """Who joins until then gets it too; with none, nobody any more."""
    it, course = await announcers.hold(session, author, announcement_id)
    if it.status is AnnouncementStatus.RECALLED or it.is_card:
        raise AnnouncementOver
    if until is not None and until <= now:
        raise MomentPast
    if until is not None and announcements.audience_of(it).whom not in GROWING:
        raise AudienceNotValid
    it.for_late_joiners_until = until
    note_change(session, author, it, course, now, late_until=until.isoformat() if until else None)
    return it


def until(which: Late, seen: Seen, campus: Campus, now: datetime) -> datetime | None:
    """The moment that is meant; the end of a course without one is none. A week is one from when
    it goes out."""
    match which:
        case Late.END if seen.course is not None and seen.course.end_date is not None:
            return datetime.combine(seen.course.end_date, END_OF_DAY, tzinfo=campus.tz)
        case Late.WEEK | Late.MONTH:
            return max(seen.announcement.send_at or now, now) + SPELLS[which]
        case _:
            return None
