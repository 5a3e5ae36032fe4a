"""What a course still lacks before people can find it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course
from db.queries import readiness
from db.queries.readiness import Facts
from domain import policy
from domain.actor import Viewer
from domain.campus import Campus
from domain.errors import CourseHasNoDates
from domain.policy import Action


class Gap(StrEnum):
    """What is missing or looks wrong, in the order in which it is told."""

    DATES = "dates"
    """Neither lessons to come nor a first day: nobody could say when to come."""
    LESSONS = "lessons"
    OVER = "over"
    """Its last day is behind us."""
    CLOSED = "closed"
    """Nobody can enroll any more."""
    DESCRIPTION = "description"
    PLACE = "place"
    HOST = "host"
    BANNER = "banner"


FORBIDS = {Gap.DATES}
"""The others are only said."""


@dataclass(frozen=True)
class Readiness:
    course: Course
    gaps: Sequence[Gap]

    @property
    def is_ready(self) -> bool:
        return FORBIDS.isdisjoint(self.gaps)


async def prepare(
    session: AsyncSession, viewer: Viewer, campus: Campus, *, course_id: int, now: datetime
) -> Readiness:
    """For somebody who may publish the course."""
    course = await policy.see_course(session, viewer, Action.RUN, course_id=course_id)
    facts = await readiness.facts(session, course.id, now=now)
    return Readiness(course, gaps(course, facts, campus.tz, now))


async def ensure_ready(session: AsyncSession, course: Course, *, now: datetime) -> None:
    facts = await readiness.facts(session, course.id, now=now)
    if _has_no_dates(course, facts):
        raise CourseHasNoDates


def gaps(course: Course, facts: Facts, tz: ZoneInfo, now: datetime) -> list[Gap]:
    has_no_dates = _has_no_dates(course, facts)
    today = now.astimezone(tz).date()
    found = {
        Gap.DATES: has_no_dates,
        Gap.LESSONS: not facts.lessons and not has_no_dates,
        Gap.OVER: course.end_date is not None and course.end_date < today,
        Gap.CLOSED: course.is_enrolling_over(now),
        Gap.DESCRIPTION: not course.description.strip(),
        Gap.PLACE: not (course.location or course.online_url or facts.has_places),
        Gap.HOST: not facts.hosts,
        Gap.BANNER: course.banner_id is None,
    }
    return [gap for gap, is_there in found.items() if is_there]


def _has_no_dates(course: Course, facts: Facts) -> bool:
    return not facts.lessons and course.start_date is None
