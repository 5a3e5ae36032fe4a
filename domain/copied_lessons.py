"""The lessons of a course, for its copy in another term."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Lesson
from db.queries import copying
from domain import schedule, timetable


async def copy(
    session: AsyncSession, source: Course, course: Course, tz: ZoneInfo, *, now: datetime
) -> dict[str, list[list[Any]]]:
    """Those of the schedule, with the topics in their order, and those made by hand, as many days
    later as the first day of the course. For the history: which they are. Who gave a lesson does
    not give it again, and what was cancelled is left out."""
    planned, by_hand = _split(source, await copying.lessons(session, source.id), tz)
    found = await timetable.follow(session, course, tz, now=now)
    made = await copying.lessons(session, course.id)
    for lesson, like in zip(made, planned, strict=False):
        lesson.topic = like.topic
    taken = {it.starts_at for it in made}
    added = [it for it in _later(source, course, by_hand, tz) if it.starts_at > now]
    added = [it for it in added if it.starts_at not in taken]
    for it in added:
        it.edited_at = it.timed_at = now
    session.add_all(added)
    await timetable.ensure_no_clash(session)
    told = [*found.lessons, *([it.id, None, timetable.state(it)] for it in added)]
    return {"timetable": told} if told else {}


def _split(
    source: Course, lessons: list[Lesson], tz: ZoneInfo
) -> tuple[list[Lesson], list[Lesson]]:
    """Those of the schedule in their order, wherever they were moved, and the others."""
    slots = schedule.slots(source.schedule, source.start_date, source.end_date, tz, holidays=())
    starts = {it.starts_at for it in slots}
    planned = {it.planned_at: it for it in lessons if it.planned_at in starts}
    theirs = [planned[at] for at in sorted(it for it in planned if it)]
    return theirs, [it for it in lessons if it not in theirs]


def _later(source: Course, course: Course, lessons: list[Lesson], tz: ZoneInfo) -> list[Lesson]:
    first = source.start_date or (_day(lessons[0], tz) if lessons else None)
    if first is None or course.start_date is None:
        return []
    return [_moved(it, course, course.start_date - first, tz) for it in lessons]


def _moved(like: Lesson, course: Course, by: timedelta, tz: ZoneInfo) -> Lesson:
    """At the same hour of the day, whatever the clocks do meanwhile."""
    starts_at = like.starts_at.astimezone(tz) + by
    return Lesson(
        course_id=course.id,
        starts_at=starts_at,
        ends_at=starts_at.astimezone(tz) + (like.ends_at - like.starts_at),
        topic=like.topic,
        location=like.location,
    )


def _day(lesson: Lesson, tz: ZoneInfo) -> date:
    return lesson.starts_at.astimezone(tz).date()
