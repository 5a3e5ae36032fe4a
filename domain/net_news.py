"""What has changed in a course altogether, between what stood before and what stands now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, EnrollmentStatus, Lesson, LessonStatus
from db.queries import net_news as rows
from domain import courses
from domain.actor import Actor
from domain.errors import CourseNotFound

Dates = tuple[date | None, date | None]
"""The first and the last day."""


@dataclass(frozen=True)
class Meeting:
    """A lesson as people care for it."""

    starts_at: datetime
    ends_at: datetime
    place: str | None
    host_id: int | None


@dataclass(frozen=True)
class LessonNews:
    """A lesson before and now; None: it did not, or does not, take place."""

    before: Meeting | None
    now: Meeting | None

    @property
    def at(self) -> datetime:
        meeting = self.now or self.before
        assert meeting is not None
        return meeting.starts_at


@dataclass(frozen=True)
class CourseNews:
    course: Course
    lessons: Sequence[LessonNews]
    """The soonest first."""
    place: tuple[str | None, str | None] | None
    """Of the course, before and now; None: as it was."""
    is_link_new: bool
    dates: tuple[Dates, Dates] | None
    """The same, where no lessons say when to come."""
    hosts: Mapping[int, str]


async def of_payload(
    session: AsyncSession, recipient: Actor, payload: Mapping[str, Any], *, now: datetime
) -> CourseNews | None:
    """None for who is not on the course any more; and if all is as it was."""
    course_id, before = payload["course_id"], payload["before"]
    try:
        seen = await courses.view(session, recipient, course_id=course_id, now=now)
    except CourseNotFound:
        return None
    if seen.mine is not EnrollmentStatus.REGISTERED:
        return None
    return await between(session, seen.course, before, now=now)


async def between(
    session: AsyncSession, course: Course, before: Mapping[str, Any], *, now: datetime
) -> CourseNews | None:
    """None where all is as it was, or is over; and of a course that takes nobody any more."""
    if course.status is not CourseStatus.PUBLISHED:
        return None
    found = await _lessons(session, course, before, now)
    place = _change(before, "location", course.location)
    is_link_new = _change(before, "online_url", course.online_url) is not None
    dates = await _dates(session, course, before)
    if not (found or place or is_link_new or dates):
        return None
    hosts = {it.host_id for news in found for it in (news.before, news.now) if it and it.host_id}
    names = await rows.names(session, hosts)
    return CourseNews(course, found, place, is_link_new, dates, names)


async def _dates(
    session: AsyncSession, course: Course, before: Mapping[str, Any]
) -> tuple[Dates, Dates] | None:
    now = course.start_date, course.end_date
    names = ("start_date", "end_date")
    first, last = (
        _day(before[it]) if it in before else day for it, day in zip(names, now, strict=True)
    )
    if (first, last) == now or await rows.has_lessons(session, course.id):
        return None
    return (first, last), now


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


async def _lessons(
    session: AsyncSession, course: Course, before: Mapping[str, Any], now: datetime
) -> Sequence[LessonNews]:
    stood = _by_lesson(before)
    live = {it.id: it for it in await rows.lessons(session, stood)}
    place = before.get("location", course.location)
    found = []
    for lesson_id, fields in stood.items():
        is_now = _now(live.get(lesson_id), course)
        found.append(LessonNews(_before(fields, live.get(lesson_id), course, place), is_now))
    news = [it for it in _undone(found) if it.before != it.now]
    return sorted((it for it in news if _is_to_come(it, now)), key=lambda it: it.at)


def _by_lesson(before: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for key, value in before.items():
        lesson_id, dot, name = key.partition(".")
        if dot:
            found.setdefault(int(lesson_id), {})[name] = value
    return found


def _before(
    fields: Mapping[str, Any], now: Lesson | None, course: Course, stood: str | None
) -> Meeting | None:
    """That only the course has another place is said once, of the course."""
    status = fields.get("status", LessonStatus.SCHEDULED if now is None else now.status)
    if status != LessonStatus.SCHEDULED:
        return None
    starts_at, ends_at = (_moment(fields, name, now) for name in ("starts_at", "ends_at"))
    if starts_at is None or ends_at is None:
        return None
    if "location" in fields or now is None:
        place = fields.get("location") or stood
    else:
        place = now.location or course.location
    host_id = fields.get("host_id", now.host_id if now else None)
    return Meeting(starts_at, ends_at, place, host_id)


def _moment(fields: Mapping[str, Any], name: str, now: Lesson | None) -> datetime | None:
    if name in fields:
        return datetime.fromisoformat(fields[name])
    return getattr(now, name) if now else None


def _now(lesson: Lesson | None, course: Course) -> Meeting | None:
    if lesson is None or lesson.status is not LessonStatus.SCHEDULED:
        return None
    place = lesson.location or course.location
    return Meeting(lesson.starts_at, lesson.ends_at, place, lesson.host_id)


def _undone(found: Iterable[LessonNews]) -> list[LessonNews]:
    """Without those that were taken away and made anew as they were."""
    news = list(found)
    gone = {it.before for it in news if it.now is None}
    made = {it.now for it in news if it.before is None}
    again = {it for it in gone & made if it is not None}
    return [
        it
        for it in news
        if not (it.before in again and it.now is None)
        and not (it.now in again and it.before is None)
    ]


def _is_to_come(news: LessonNews, now: datetime) -> bool:
    """What is over need not be said any more."""
    return any(it is not None and it.ends_at > now for it in (news.before, news.now))


def _change(
    before: Mapping[str, Any], name: str, now: str | None
) -> tuple[str | None, str | None] | None:
    if name not in before or (before[name] or None) == (now or None):
        return None
    return before[name], now
