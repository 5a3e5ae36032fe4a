"""What has happened to the planted courses until now, in the order in which it happened."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from operator import attrgetter

from sqlalchemy import Update, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CourseStatus, Enrollment, LogEntry
from domain import enrollments, journal
from domain.actor import Actor
from seed import attending, finishing
from seed.courses import Plot
from seed.people import Cast

UNTIL_FEEDBACK = timedelta(hours=9)
UNTIL_ARCHIVED = timedelta(days=30)


@dataclass(frozen=True)
class Event:
    at: datetime
    happen: Callable[[], Awaitable[object]]


async def replay(
    session: AsyncSession,
    plots: Sequence[Plot],
    cast: Cast,
    left_to_chance: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Open the courses, enroll people, hold the lessons and finish what is over."""
    events: list[Event] = []
    for plot in plots:
        events += _beginning(session, plot, cast, left_to_chance)
        events += _lessons(session, plot, cast, now)
        events += _end(session, plot, cast)
    for event in sorted(events, key=attrgetter("at")):
        await event.happen()
    await session.execute(_backdate(), execution_options={"synchronize_session": False})


def _beginning(
    session: AsyncSession, plot: Plot, cast: Cast, left_to_chance: Sequence[str]
) -> Iterator[Event]:
    course = plot.course
    yield Event(course.created_at, partial(_open, session, plot, cast))
    for name, at in _enrollings(plot, left_to_chance):
        actor = cast.actor(cast.by_name[name])
        enroll = partial(enrollments.enroll, session, actor, course_id=course.id, now=at)
        yield Event(at, enroll)


def _enrollings(plot: Plot, left_to_chance: Sequence[str]) -> Iterator[tuple[str, datetime]]:
    """Who enrolls, and when."""
    staff = {name for names in plot.plan.staff.values() for name in names}
    pool = [name for name in left_to_chance if name not in staff]
    first, last = plot.plan.first, plot.plan.last
    others = plot.chance.sample(pool, plot.plan.enrolled - len(first) - len(last))
    names = [*first, *others, *last]
    window = plot.enrolling_ends_at - plot.enrolling_begins_at
    shares = sorted(plot.chance.random() for _ in names)
    for name, share in zip(names, shares, strict=True):
        yield name, plot.enrolling_begins_at + share * window


def _lessons(session: AsyncSession, plot: Plot, cast: Cast, now: datetime) -> Iterator[Event]:
    for lesson in plot.lessons:
        if lesson.ends_at <= now:
            yield Event(lesson.ends_at, partial(attending.hold, session, plot, lesson, cast))


def _end(session: AsyncSession, plot: Plot, cast: Cast) -> Iterator[Event]:
    assert plot.course.end_date is not None
    status = plot.plan.status
    at = datetime.combine(plot.course.end_date, time.min, cast.campus.tz) + timedelta(days=1)
    if status in {CourseStatus.FINISHED, CourseStatus.ARCHIVED}:
        yield Event(at, partial(finishing.finish, session, plot, now=at))
        at += UNTIL_FEEDBACK
        yield Event(at, partial(finishing.give_feedback, session, plot, cast, now=at))
    if status is CourseStatus.ARCHIVED:
        at += UNTIL_ARCHIVED
        yield Event(at, partial(finishing.archive, session, plot, _creator(plot, cast), now=at))


async def _open(session: AsyncSession, plot: Plot, cast: Cast) -> None:
    course, creator = plot.course, _creator(plot, cast)
    journal.note(session, creator, "create_course", course, now=course.created_at)


def _creator(plot: Plot, cast: Cast) -> Actor:
    managers = [cast.by_name[name] for name in plot.plan.managers]
    return cast.actor(next(iter(managers), cast.first_admin))


def _backdate() -> Update:
    """Enrolling writes down the moment of the operation, and the database adds that of the row."""
    first = (
        select(func.min(LogEntry.timestamp))
        .filter_by(entity=Enrollment.__tablename__, action="enroll", entity_id=Enrollment.id)
        .scalar_subquery()
    )
    return update(Enrollment).values(created_at=first)
