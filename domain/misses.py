"""Whoever was not at two lessons in a row is asked whether all is well, and the hosts are told who
that is: once, and not for the third."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson
from db.queries import lessons, misses, rooms
from db.queries.misses import Miss, Missing, Span
from db.queries.owing import When
from domain import policy
from domain.actor import Actor
from domain.campus import Campus
from domain.errors import LessonNotFound
from domain.policy import Action

__all__ = ["Miss", "Missing"]

WAIT = timedelta(hours=2)
"""After check-in, in which the staff mark those whom no code has marked."""

LATEST = timedelta(days=1)
"""If nothing ran for longer, it is no news any more."""


@dataclass(frozen=True)
class MissedLesson:
    course: Course
    lesson: Lesson
    people: Sequence[Missing]
    is_last: bool
    """There is none to come: nobody is asked then."""


async def tell(session: AsyncSession, campus: Campus, *, now: datetime) -> None:
    """Of lessons that are over for so long; each once, however often this runs."""
    until = now - WAIT
    span, when = Span(until - LATEST, until), When(now, campus.tz.key)
    await misses.tell(session, span, when)
    await misses.list_them(session, span, when)


async def mine(
    session: AsyncSession, actor: Actor, *, lesson_id: int, now: datetime
) -> Miss | None:
    """None if they are marked by now, or there is no lesson to come to."""
    miss = await misses.of_person(session, actor.id, lesson_id, now=now)
    return miss if miss and miss.next_at else None


async def of_lesson(
    session: AsyncSession, actor: Actor, *, lesson_id: int, now: datetime
) -> MissedLesson:
    """For those who may see the people of the course; nobody, if all are marked by now."""
    found = await rooms.find(session, actor, lesson_id)
    if found is None:
        raise LessonNotFound
    policy.ensure(actor.role, found.part, Action.SEE_PEOPLE)
    people = await misses.of_lesson(session, lesson_id)
    following = await lessons.next_start(session, found.course.id, now=now)
    return MissedLesson(found.course, found.lesson, people, is_last=following is None)
