"""People of a course are told what has changed: in the morning, now, or not at all.

What stood before is in the history; what stands now is looked up when the message is sent. So
several changes make one message, and one that was undone makes none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, LogEntry
from db.queries import course_news as rows
from db.queries import lessons
from db.queries.course_news import News
from domain import journal, net_news, policy
from domain.actor import Actor
from domain.campus import Campus
from domain.entry_news import OF_COURSE, before, moments
from domain.errors import NothingToTell
from domain.policy import Action
from domain.quiet_hours import PRESSING

MORNING = time(9)
"""On the campus."""

TOGETHER = timedelta(minutes=10)
"""Changes within it make one message."""

REMEMBERED = timedelta(days=30)
"""A button older than this tells nobody anything."""


class When(StrEnum):
    MORNING = "m"
    NOW = "n"


@dataclass(frozen=True)
class Question:
    """Whether people shall be told of what was just done."""

    course: Course
    entry_id: int
    """By which the answer names it."""
    people: int
    is_sooner: bool = False
    """What was to be told in the morning goes out before, together with what is told now."""


async def question(
    session: AsyncSession, actor: Actor, *, course_id: int, now: datetime
) -> Question | None:
    """About what the actor did to the course at that moment; none if it concerns nobody."""
    course = await policy.see_course(session, actor, Action.EDIT, course_id=course_id)
    if course.status is not CourseStatus.PUBLISHED:
        return None
    await session.flush()
    entries = await rows.made_at(session, actor, course_id, now)
    if await net_news.between(session, course, before(entries), now=now) is None:
        return None
    people = await rows.count(session, course_id)
    return Question(course, entries[0].id, people) if people else None


async def tell(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    question: tuple[int, int],
    *,
    when: When,
    now: datetime,
) -> Question:
    """Owe the news of that course and entry to its people. The second time is refused."""
    course_id, entry_id = question
    course = await policy.lock_course(session, actor, Action.EDIT, course_id=course_id)
    told = await rows.told(session, course_id, since=now - REMEMBERED)
    entries = await rows.act_of(session, course_id, entry_id)
    stood = before(entries)
    is_over = entry_id in {it.details["entry_id"] for it in told}
    if is_over or not stood or entries[0].timestamp < now - REMEMBERED:
        raise NothingToTell
    is_pressing = when is When.NOW and await _is_pressing(session, course, entries, now)
    due_at = now if is_pressing else _due(when, told, campus, now)
    soonest = await _soonest(session, course, entries, now)
    in_time = max(soonest - PRESSING, now) if soonest else None
    news = News(course_id, entry_id, stood, due_at, campus.tz.key, is_pressing, in_time)
    is_sooner = await _is_sooner(session, course_id, when, campus, now)
    people = await _owe(session, news)
    about = {"entry_id": entry_id, "when": when.name.lower(), "people": people}
    journal.note(session, actor, "tell_people", course, now=now, **about)
    return Question(course, entry_id, people, is_sooner)


async def _is_sooner(
    session: AsyncSession, course_id: int, when: When, campus: Campus, now: datetime
) -> bool:
    morning = _morning(campus, now)
    if when is When.MORNING:
        return await rows.is_pending(session, course_id, before=morning)
    return await rows.is_pending(session, course_id, since=morning)


async def _owe(session: AsyncSession, news: News) -> int:
    """To how many."""
    await rows.merge(session, news)
    await rows.owe(session, news)
    return await rows.count(session, news.course_id)


async def keep_silent(session: AsyncSession, actor: Actor, *, course_id: int) -> Course:
    """Nothing is owed to anybody; only those may say so who could have told."""
    return await policy.see_course(session, actor, Action.EDIT, course_id=course_id)


def _due(when: When, told: Iterable[LogEntry], campus: Campus, now: datetime) -> datetime:
    if when is When.MORNING:
        return _morning(campus, now)
    last = [it.timestamp for it in told if it.details["when"] == When.NOW.name.lower()]
    return max([now, *(at + TOGETHER for at in last[:1])])


def _morning(campus: Campus, now: datetime) -> datetime:
    local = now.astimezone(campus.tz)
    day = local.date() + timedelta(days=local.time() >= MORNING)
    return datetime.combine(day, MORNING, tzinfo=campus.tz)


async def _is_pressing(
    session: AsyncSession, course: Course, entries: Sequence[LogEntry], now: datetime
) -> bool:
    """Whether a lesson that begins soon is among what has changed, as it was or as it is. The
    place and the link of the course are those of its next lesson."""
    until = now + PRESSING
    if any(now < at <= until for at in moments(entries)):
        return True
    stood = before(entries)
    which = None
    if not any(it in stood for it in OF_COURSE):
        which = {int(it.partition(".")[0]) for it in stood if "." in it}
    return await lessons.begins(session, course.id, which, since=now, until=until)


async def _soonest(
    session: AsyncSession, course: Course, entries: Sequence[LogEntry], now: datetime
) -> datetime | None:
    """When the first lesson begins of which something has changed, as it was or as it is."""
    to_come = [at for at in moments(entries) if at > now]
    if any(it in before(entries) for it in OF_COURSE):
        following = await lessons.next_start(session, course.id, now=now)
        to_come += [following] if following else []
    return min(to_come, default=None)
