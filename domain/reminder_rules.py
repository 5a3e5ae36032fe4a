"""When before each lesson of a course its people are reminded, and in which words: the hosts
say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, ReminderRule
from db.queries import reminder_rules as rows
from db.queries.reminders import Reminder
from domain import formatting, journal, policy, typed_offsets
from domain.actor import Actor, Viewer
from domain.errors import (
    OffsetNotValid,
    ReminderNotFound,
    ReminderTextNotValid,
    TooManyReminders,
)
from domain.formatting import Written
from domain.policy import Action

__all__ = ["ReminderRule"]

USUAL = (timedelta(days=1), timedelta(hours=1))
"""What a new course begins with."""

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=7)
MOST = 5
TEXT_LENGTH = 500
LESSON = timedelta(hours=1, minutes=30)
"""How long one lasts that there is not yet."""


@dataclass(frozen=True)
class Rules:
    course: Course
    rules: Sequence[ReminderRule]
    """The farthest from the lesson first."""

    @property
    def is_full(self) -> bool:
        return len(self.rules) >= MOST


@dataclass(frozen=True)
class Preview:
    reminder: Reminder
    at: datetime
    """When it would be sent."""
    before: timedelta


def usual(course: Course, *, now: datetime) -> Iterable[ReminderRule]:
    """Of a course that is made."""
    return [ReminderRule(course_id=course.id, before=it, created_at=now) for it in USUAL]


async def of_course(session: AsyncSession, viewer: Viewer, *, course_id: int) -> Rules:
    course = await policy.see_course(session, viewer, Action.EDIT, course_id=course_id)
    return Rules(course, await rows.of_course(session, course_id))


async def rule(
    session: AsyncSession, viewer: Viewer, *, course_id: int, before: timedelta
) -> tuple[Course, ReminderRule]:
    course = await policy.see_course(session, viewer, Action.EDIT, course_id=course_id)
    return course, await _rule(session, course_id, before)


async def more(session: AsyncSession, viewer: Viewer, *, course_id: int) -> Rules:
    """Those that there are, for who wants another. Raises ``TooManyReminders``."""
    found = await of_course(session, viewer, course_id=course_id)
    if found.is_full:
        raise TooManyReminders(MOST)
    return found


def read(typed: str) -> timedelta:
    """How long before the lesson. Raises ``OffsetNotValid``."""
    before = typed_offsets.read(typed)
    if before is None:
        raise OffsetNotValid(LONGEST.days)
    return before


async def add(
    session: AsyncSession, actor: Actor, *, course_id: int, before: timedelta, now: datetime
) -> bool:
    """Whether it is news. Nobody is reminded of what was to be said before now."""
    course = await _hold(session, actor, course_id)
    if not SHORTEST <= before <= LONGEST:
        raise OffsetNotValid(LONGEST.days)
    if await rows.get(session, course_id, before) is not None:
        return False
    if len(await rows.of_course(session, course_id)) >= MOST:
        raise TooManyReminders(MOST)
    await rows.add(session, course_id, before, now=now)
    journal.note(session, actor, "add_reminder", course, now=now, offsets=[minutes(before)])
    return True


async def reword(
    session: AsyncSession,
    actor: Actor,
    *,
    course_id: int,
    before: timedelta,
    typed: str | None,
    now: datetime,
) -> None:
    """What is said beside time and place; None: nothing."""
    text = None if typed is None else _text(typed)
    course = await _hold(session, actor, course_id)
    found = await _rule(session, course_id, before)
    if found.text != text:
        told = {"offsets": [minutes(before)], "text": [found.text, text]}
        journal.note(session, actor, "word_reminder", course, now=now, **told)
        found.text = text


async def drop(
    session: AsyncSession, actor: Actor, *, course_id: int, before: timedelta, now: datetime
) -> bool:
    """Whether there was one: the second time there is none. What waits to be sent is not."""
    course = await _hold(session, actor, course_id)
    found = await rows.get(session, course_id, before)
    if found is None:
        return False
    await session.delete(found)
    journal.note(session, actor, "drop_reminder", course, now=now, offsets=[minutes(before)])
    return True


async def drop_all(session: AsyncSession, actor: Actor, *, course_id: int, now: datetime) -> None:
    """Nobody is reminded of the course any more."""
    course = await _hold(session, actor, course_id)
    gone = await rows.drop_all(session, course_id)
    if gone:
        offsets = [minutes(it) for it in gone]
        journal.note(session, actor, "drop_reminders", course, now=now, offsets=offsets)


async def preview(
    session: AsyncSession, viewer: Viewer, *, course_id: int, before: timedelta, now: datetime
) -> Preview:
    """As it will be said of the next lesson; of one that there might be, where none is to come."""
    course, found = await rule(session, viewer, course_id=course_id, before=before)
    lesson = await rows.next_lesson(session, course, now=now)
    starts_at = lesson.starts_at if lesson else now + before
    reminder = Reminder(
        lesson_id=lesson.id if lesson else 0,
        course_id=course.id,
        course_name=course.name,
        starts_at=starts_at,
        ends_at=lesson.ends_at if lesson else starts_at + LESSON,
        topic=lesson.topic if lesson else "",
        location=(lesson.location if lesson else None) or course.location,
        online_url=course.online_url,
        text=found.text,
    )
    return Preview(reminder, starts_at - before, before)


def minutes(before: timedelta) -> int:
    return before // timedelta(minutes=1)


async def _hold(session: AsyncSession, viewer: Viewer, course_id: int) -> Course:
    return await policy.lock_course(session, viewer, Action.EDIT, course_id=course_id)


async def _rule(session: AsyncSession, course_id: int, before: timedelta) -> ReminderRule:
    found = await rows.get(session, course_id, before)
    if found is None:
        raise ReminderNotFound
    return found


def _text(typed: str) -> str:
    text = formatting.cleaned(Written(typed)).text
    if not 0 < len(text) <= TEXT_LENGTH:
        raise ReminderTextNotValid(TEXT_LENGTH)
    return text
