"""Who came to enough of a course completes it when it ends, and each is told how it ended.

Enough is the share of lessons held that the course asks for. A lesson from which the staff excused
somebody does not count for them; that they said themselves they would not come is no excuse.
"""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus
from db.queries import completing, finish_news
from db.queries.owing import When
from domain.actor import Actor, Service

MORNING = time(9)
"""On the campus. Courses end at midnight, and nobody wants to hear of it then."""

ASKED_AGAIN = timedelta(days=3)
"""So much later, whoever has not said what they thought of the course."""


async def end(
    session: AsyncSession, course: Course, tz: ZoneInfo, *, was: CourseStatus, now: datetime
) -> None:
    """Of a course that is finished now, and held: who came to enough has completed it. People are
    told if it was on until now, and those who came are asked what they thought of it."""
    await session.flush()
    await completing.complete_all(session, course.id, now=now)
    if was is not CourseStatus.PUBLISHED:
        return
    at = awake(now, tz)
    await finish_news.tell_all(session, course.id, When(at, tz.key))
    await finish_news.ask_again(session, course.id, When(at + ASKED_AGAIN, tz.key))


async def settle(
    session: AsyncSession,
    author: Actor | Service,
    enrollment_ids: Collection[int],
    *,
    now: datetime,
) -> None:
    """Their marks are others. Where the course is finished, what they made of it is decided anew:
    but what the staff decided stands. Whom that changes anything for is told."""
    await session.flush()
    # Of two corrections at once, the later must see both.
    held = await completing.hold(session, enrollment_ids)
    if not held:
        return
    ids = [it.id for it in held]
    completed = await completing.complete(session, ids, now=now)
    revoked = await completing.revoke(session, ids, now=now)
    if completed or revoked:
        changed = [*completed, *revoked]
        await finish_news.tell_again(session, changed, When(now, author.tz.key))


async def settle_all(
    session: AsyncSession, author: Actor | Service, course: Course, *, now: datetime
) -> None:
    """The same for everybody on the course, of whom many may have been marked."""
    if course.status is CourseStatus.FINISHED:
        ids = await completing.seated(session, course.id)
        await settle(session, author, ids, now=now)


def awake(now: datetime, tz: ZoneInfo) -> datetime:
    """Now, or in the morning."""
    local = now.astimezone(tz)
    if local.time() >= MORNING:
        return now
    return datetime.combine(local.date(), MORNING, tzinfo=tz)
