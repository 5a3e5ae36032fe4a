"""People of several courses are told at once that lessons went, or came back, with days off."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import holidays
from domain import course_news
from domain.actor import Actor
from domain.campus import Campus
from domain.course_news import Question, When
from domain.errors import CourseNotFound, NotAllowed, NothingToTell, PartNotEnough

OF_DAYS_OFF = ("clear_holidays", "restore_lessons")


async def questions(
    session: AsyncSession, actor: Actor, course_ids: Iterable[int], *, now: datetime
) -> Sequence[Question]:
    """About what the actor did to these courses at that moment, where it concerns anybody."""
    found = []
    for course_id in sorted(course_ids):
        try:
            asked = await course_news.question(session, actor, course_id=course_id, now=now)
        except (CourseNotFound, NotAllowed, PartNotEnough):
            continue
        found += [asked] if asked else []
    return found


async def tell(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    *,
    entry_id: int,
    when: When,
    now: datetime,
) -> Sequence[Question]:
    """Of all courses that the same act was about. The second time is refused."""
    entries = await holidays.alike(session, actor, entry_id, OF_DAYS_OFF)
    course_ids = {it.entity_id for it in entries}
    at = entries[0].timestamp if entries else now
    told = []
    for it in await questions(session, actor, course_ids, now=at):
        what = it.course.id, it.entry_id
        try:
            told.append(await course_news.tell(session, actor, campus, what, when=when, now=now))
        except NothingToTell:
            continue
    if not told:
        raise NothingToTell
    return told
