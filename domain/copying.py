"""A course is given again in another term."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, Role, StaffPart
from db.models.base import random_id
from db.queries import copying, courses
from domain import copied_lessons, details, fields, journal
from domain.actor import Actor, Viewer
from domain.campus import Campus
from domain.days import FIRST_YEAR, LAST_YEAR
from domain.details import Details
from domain.errors import AdminsOnly, ChoiceNotValid, CourseNotFound

PACKED = "%Y%m%d"

WEEK = timedelta(weeks=1)
TERM, YEAR = 26 * WEEK, 52 * WEEK
"""Whole weeks, so that the days of the week stay."""

AS_IT_IS = (
    "name",
    "description",
    "description_entities",
    "banner_url",
    "schedule",
    "is_from_misis",
    "points_per_visit",
    "access_level",
    "capacity",
    "location",
    "online_url",
    "opens_before",
    "late_after",
    "completion_percent",
    "renewing_pass_only",
    "shows_names",
)
DEADLINES = ("enroll_until", "leave_until", "announce_at")


@dataclass(frozen=True)
class Source:
    """A course, and first days that a copy of it may have."""

    course: Course
    days: list[date]


@dataclass(frozen=True)
class Copy:
    first_day: date
    public_id: int
    """What it will be known by: so that a second tap makes no second one."""


async def look(
    session: AsyncSession, viewer: Viewer, campus: Campus, *, course_id: int, now: datetime
) -> Source:
    if viewer.role is not Role.ADMIN:
        raise AdminsOnly
    found = await courses.seen(session, viewer, course_id)
    if found is None:
        raise CourseNotFound
    return Source(found[0], proposed(found[0], now.astimezone(campus.tz).date()))


def proposed(course: Course, today: date) -> list[date]:
    """On the same day of the week: as soon as it is over, half a year later, a year later."""
    if course.start_date is None:
        return []
    over = max(course.end_date or course.start_date, today)
    soonest = course.start_date + -(-(over - course.start_date + timedelta(days=1)) // WEEK) * WEEK
    later = [course.start_date + it for it in (TERM, YEAR)]
    return sorted({soonest, *(it for it in later if it > today)})


async def copy(
    session: AsyncSession, actor: Actor, campus: Campus, it: Copy, *, course_id: int, now: datetime
) -> Course:
    """A draft with everything but people; the actor manages it."""
    if actor.role is not Role.ADMIN:
        raise AdminsOnly
    # Held, so that of two taps the second finds what the first has made.
    held = await courses.lock(session, actor, course_id)
    if held is None:
        raise CourseNotFound
    made = await copying.made(session, it.public_id)
    return made or await _make(session, actor, campus, held[0], it, now)


async def _make(
    session: AsyncSession,
    actor: Actor,
    campus: Campus,
    source: Course,
    it: Copy,
    now: datetime,
) -> Course:
    course = Course(
        public_id=it.public_id,
        taken=0,
        status=CourseStatus.DRAFT,
        banner_id=await copying.banner(session, source.banner_id),
    )
    made = details.write(course, details_of(source, it.first_day, campus.tz))
    made |= {"banner_id": [None, course.banner_id]} if course.banner_id else {}
    session.add(course)
    await session.flush()
    session.add(CourseStaff(course_id=course.id, user_id=actor.id, part=StaffPart.MANAGER))
    await copying.reminders(session, source.id, course.id, now=now)
    lessons = await copied_lessons.copy(session, source, course, campus.tz, now=now)
    told = {"copy_of": source.id, **made, **lessons}
    journal.note(session, actor, "copy_course", course, now=now, **told)
    return course


def details_of(source: Course, first_day: date, tz: ZoneInfo) -> Details:
    """With every date as many days later as the first. Deadlines of a course without a first day
    would be of another term, and are left out."""
    same = {name: getattr(source, name) for name in AS_IT_IS}
    dates: dict[str, object] = {"start_date": first_day}
    if source.start_date is not None:
        shift = first_day - source.start_date
        dates["end_date"] = source.end_date + shift if source.end_date else None
        dates |= {name: _later(getattr(source, name), shift, tz) for name in DEADLINES}
    return cast(Details, same | dates)


def proposal(first_day: date) -> Copy:
    return Copy(first_day, random_id())


def packed(day: date) -> str:
    return day.strftime(PACKED)


def unpacked(day: str, public_id: int) -> Copy:
    """What a button says. Raises ``ChoiceNotValid`` where it was forged."""
    try:
        found = datetime.strptime(day, PACKED).date()  # noqa: DTZ007 - a day
    except ValueError as error:
        raise ChoiceNotValid from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ChoiceNotValid
    return Copy(found, public_id)


def read_day(typed: str, campus: Campus, *, now: datetime) -> date:
    """As the first day of a course is typed."""
    return fields.first_day(typed, now.astimezone(campus.tz).date())


def _later(at: datetime | None, shift: timedelta, tz: ZoneInfo) -> datetime | None:
    """At the same hour of the day, whatever the clocks do meanwhile."""
    return None if at is None else at.astimezone(tz) + shift
