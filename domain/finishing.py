"""Courses end by themselves when their time is over, and what their people are told then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, EnrollmentStatus
from db.queries import courses, feedback, finishing, mutes, own_visits
from db.queries.own_visits import Summary
from domain import authoring, ending
from domain.actor import Actor
from domain.campus import Campus

WAIT = timedelta(weeks=1)
"""Of a course that nobody gave a last day: after its last lesson there may be another, and most
are weekly."""

FINISHED, PUBLISHED = CourseStatus.FINISHED, CourseStatus.PUBLISHED


@dataclass(frozen=True)
class End:
    """How a course ended for somebody."""

    summary: Summary
    is_asked: bool
    """What they thought of it: they came, and have not said."""

    @property
    def course(self) -> Course:
        return self.summary.course

    @property
    def is_completed(self) -> bool:
        return self.summary.standing is EnrollmentStatus.COMPLETED

    @property
    def required(self) -> int:
        """Of the lessons that were held and from which the staff did not excuse."""
        counted = self.summary.visits.held - self.summary.visits.forgiven
        return -(-counted * self.course.completion_percent // 100)


async def over(session: AsyncSession, campus: Campus, *, now: datetime) -> Sequence[int]:
    """The ids of the courses that are to be finished: after the day that was given as their last
    one and that of their last lesson, or without such a day some time after that lesson."""
    return await finishing.over(session, campus.tz, wait=WAIT, now=now)


async def finish(session: AsyncSession, campus: Campus, *, course_id: int, now: datetime) -> None:
    """Unless somebody else was first, or has given it more time meanwhile."""
    [course] = await courses.lock_in_order(session, [course_id])
    if not await finishing.is_over(session, course.id, campus.tz, wait=WAIT, now=now):
        return
    authoring.set_status(session, None, course, FINISHED, now)
    await ending.close(session, course, campus.tz, was=PUBLISHED, now=now)


async def told(
    session: AsyncSession, actor: Actor, *, course_id: int, now: datetime
) -> End | None:
    """How it ended for them; none if they have left it, or it goes on."""
    summary = await own_visits.summary(session, actor.id, course_id, now=now)
    if summary is None or not summary.standing.holds_seat or _goes_on(summary.course):
        return None
    said = await feedback.of(session, user_id=actor.id, course_id=course_id)
    return End(summary, is_asked=said is None and summary.visits.attended > 0)


async def to_ask(
    session: AsyncSession, actor: Actor, *, course_id: int, now: datetime
) -> Course | None:
    """The course of which they have not said what they thought, and have not muted it."""
    end = await told(session, actor, course_id=course_id, now=now)
    if end is None or not end.is_asked:
        return None
    is_muted = await mutes.is_muted(session, user_id=actor.id, course_id=course_id)
    return None if is_muted else end.course


def _goes_on(course: Course) -> bool:
    return course.status in {CourseStatus.DRAFT, PUBLISHED}
