"""The people of a course, as those who see them do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStaff,
    Enrollment,
    EnrollmentStatus,
    PointEntry,
    StaffPart,
    User,
)
from db.queries import lists, visits
from db.queries.courses import Viewer, of_course, rank

WAITLISTED = EnrollmentStatus.WAITLISTED
AFRESH = {"populate_existing": True}
"""What was read before a change may be out of date."""


@dataclass(frozen=True)
class Search:
    status: EnrollmentStatus | None = None
    """None: of every status but `cancelled`."""
    words: tuple[str, ...] = ()
    """All of which a person must have."""
    page: int = 0


@dataclass(frozen=True)
class Line:
    enrollment: Enrollment
    name: str
    group: str | None
    rank: int
    """Among those who wait, from 1; 0 for who does not wait."""
    held: int
    """Lessons so far."""
    attended: int


@dataclass(frozen=True)
class RosterPage:
    lines: Sequence[Line]
    first: int
    """The place of the first of them among all, from 1."""
    number: int
    """From 0."""
    total: int
    """Of people, on all pages."""


@dataclass(frozen=True)
class Visits:
    held: int
    attended: int
    late: int
    absent: int
    excused: int


@dataclass(frozen=True)
class Seat:
    """Somebody in a course."""

    enrollment: Enrollment
    course: Course
    user: User
    part: StaffPart | None
    """The viewer's."""
    rank: int
    waiting: int
    """How many wait for a seat."""
    points: int
    """Of this course."""
    visits: Visits


async def page(
    session: AsyncSession, course_id: int, search: Search, *, size: int, now: datetime
) -> RosterPage:
    """By name; who waits, in the order of the queue where only they are asked for.

    Beyond the end is the last page: the list may have become shorter since it was shown.
    """
    chosen, names = _sorted(course_id, search)
    order = [chosen.c[it] for it in names]
    count = select(func.count()).select_from(chosen).scalar_subquery()
    number_now = lists.page_within(search.page, count, size)
    here = select(chosen.c.id, *order).order_by(*order).limit(size).offset(number_now * size)
    those, counts = here.subquery("here"), visits.so_far(now)
    statement = (
        select(Enrollment, User.full_name, User.study_group, rank(), counts.c.held)
        .add_columns(counts.c.attended, count, number_now)
        .join(those, those.c.id == Enrollment.id)
        .join(Enrollment.user)
        .join(Course, of_course())
        .join(counts, true())
        .order_by(*(those.c[it] for it in names))
    )
    return _page((await session.execute(statement)).all(), size)


async def seat(
    session: AsyncSession, viewer: Viewer, enrollment_id: int, *, now: datetime
) -> Seat | None:
    """None for one that is not there any more, of nobody, or of a course that is deleted."""
    is_viewers = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer.id)
    counts, other = visits.so_far(now), Enrollment.__table__.alias("other")
    waiting = select(func.count()).where(
        other.c.course_id == Course.id, other.c.waitlist_place.is_not(None)
    )
    statement = (
        select(Enrollment, Course, User, CourseStaff.part, rank())
        .add_columns(waiting.correlate(Course).scalar_subquery(), _points(), counts.c.held)
        .add_columns(counts.c.attended, counts.c.late, counts.c.absent, counts.c.excused)
        .join(Course, of_course())
        .join(Enrollment.user)
        .outerjoin(CourseStaff, is_viewers)
        .join(counts, true())
        .where(Enrollment.id == enrollment_id, _is_there(), Course.deleted_at.is_(None))
    )
    row: Any = (await session.execute(statement, execution_options=AFRESH)).one_or_none()
    if row is None:
        return None
    columns: list[Any] = [*row[:6], int(row[6]), Visits(*row[7:])]
    return Seat(*columns)


async def standings(
    session: AsyncSession, course_id: int, user_ids: Sequence[int]
) -> dict[int, Enrollment]:
    """Of those people who are on the course, wait for it or were put off it."""
    theirs = Enrollment.course_id == course_id, Enrollment.user_id.in_(user_ids)
    statement = select(Enrollment).where(*theirs, Enrollment.status != EnrollmentStatus.CANCELLED)
    return {it.user_id: it for it in await session.scalars(statement)}


async def expelled(
    session: AsyncSession, *, course_id: int, user_id: int
) -> tuple[Course, str] | None:
    """The course, which they may not see any more, and the reason; none if they are back."""
    statement = (
        select(Course, func.coalesce(Enrollment.reason, ""))
        .join(Enrollment, of_course())
        .where(
            Course.id == course_id,
            Enrollment.user_id == user_id,
            Enrollment.status == EnrollmentStatus.EXPELLED,
        )
    )
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


def _page(rows: Sequence[Row[*tuple[Any, ...]]], size: int) -> RosterPage:
    total, number = rows[0][-2:] if rows else (0, 0)
    first = number * size + 1 if rows else 0
    return RosterPage([Line(*row[:-2]) for row in rows], first, number, total)


def _sorted(course_id: int, search: Search) -> tuple[CTE, list[str]]:
    columns = {f"by{at}": it for at, it in enumerate(_in_order(search))}
    chosen = (
        select(Enrollment.id, *(it.label(name) for name, it in columns.items()))
        .join(Enrollment.user)
        .where(Enrollment.course_id == course_id, *_chosen(search))
        .cte("chosen")
    )
    return chosen, list(columns)


def _in_order(search: Search) -> list[ColumnElement[Any]]:
    if search.status is WAITLISTED:
        return [Enrollment.waitlist_place.expression]
    return [lists.folded(User.full_name), Enrollment.id.expression]


def _chosen(search: Search) -> list[ColumnElement[bool]]:
    of_status = [] if search.status is None else [Enrollment.status == search.status]
    # Not by the e-mail: hosts, who may not see it, would find it out letter by letter.
    written = func.concat_ws(" ", User.full_name, User.study_group)
    return [_is_there(), *of_status, *(lists.has(written, it) for it in search.words)]


def _is_there() -> ColumnElement[bool]:
    return and_(Enrollment.status != EnrollmentStatus.CANCELLED, User.erased_at.is_(None))


def _points() -> Any:
    theirs = PointEntry.user_id == Enrollment.user_id, PointEntry.course_id == Course.id
    total = select(func.coalesce(func.sum(PointEntry.points), 0)).where(*theirs)
    return total.correlate(Enrollment, Course).scalar_subquery()
