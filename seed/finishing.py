from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, CourseStatus, Enrollment, EnrollmentStatus, Feedback
from domain import journal
from domain.actor import Actor
from seed.courses import Plot
from seed.people import Cast

ONE_BY_ONE = timedelta(hours=4)


async def finish(session: AsyncSession, plot: Plot, *, now: datetime) -> None:
    """Complete those who came often enough, and close the course."""
    for enrollment in await _diligent(session, plot):
        enrollment.status, enrollment.changed_at = EnrollmentStatus.COMPLETED, now
        journal.note(session, None, "complete", enrollment, now=now)
    _turn(session, None, plot, CourseStatus.FINISHED, now)


async def give_feedback(session: AsyncSession, plot: Plot, cast: Cast, *, now: datetime) -> None:
    """Each of those who completed the course has at most one review of the plan's."""
    completed = await _completed(session, plot)
    feedback = [
        Feedback(
            course_id=plot.course.id,
            user_id=enrollment.user_id,
            rating=review.rating,
            comment=review.comment,
            created_at=now + number * ONE_BY_ONE,
        )
        for number, (review, enrollment) in enumerate(
            zip(plot.plan.reviews, completed, strict=False)
        )
    ]
    session.add_all(feedback)
    await session.flush()
    for it in feedback:
        author = cast.actor(cast.by_id[it.user_id])
        journal.note(session, author, "give_feedback", it, now=it.created_at)


async def archive(session: AsyncSession, plot: Plot, manager: Actor, *, now: datetime) -> None:
    _turn(session, manager, plot, CourseStatus.ARCHIVED, now)


async def _diligent(session: AsyncSession, plot: Plot) -> Sequence[Enrollment]:
    course = plot.course
    attended = (
        select(func.count())
        .where(Attendance.enrollment_id == Enrollment.id, Attendance.is_attended)
        .scalar_subquery()
    )
    statement = (
        select(Enrollment)
        .filter_by(course_id=course.id, status=EnrollmentStatus.REGISTERED)
        .where(attended * 100 >= len(plot.lessons) * course.completion_percent)
    )
    return (await session.scalars(statement.order_by(Enrollment.id))).all()


async def _completed(session: AsyncSession, plot: Plot) -> Sequence[Enrollment]:
    statement = select(Enrollment).filter_by(
        course_id=plot.course.id, status=EnrollmentStatus.COMPLETED
    )
    return (await session.scalars(statement.order_by(Enrollment.id))).all()


def _turn(
    session: AsyncSession, actor: Actor | None, plot: Plot, status: CourseStatus, now: datetime
) -> None:
    course = plot.course
    journal.note(session, actor, "change_course", course, now=now, status=[course.status, status])
    course.status = status
    course.version += 1
