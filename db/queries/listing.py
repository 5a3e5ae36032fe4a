"""Courses as a list that is read to its end. Programs ask for it often: so its statement is made
once for each kind of asker, and brings columns."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.models import Course, CourseStaff, CourseStatus, Enrollment, EnrollmentStatus, Role
from db.queries.courses import of_course, visible

PLAIN = {
    "id",
    "name",
    "description",
    "banner_url",
    "schedule",
    "is_from_misis",
    "start_date",
    "end_date",
    "points_per_visit",
    "access_level",
    "capacity",
    "taken",
    "status",
    "location",
    "enroll_until",
    "leave_until",
    "announce_at",
    "completion_percent",
    "version",
}
"""Columns that are shown as they are kept."""

SEATED = [it for it in EnrollmentStatus if it.holds_seat]


class Viewer(Protocol):
    @property
    def id(self) -> int | None: ...

    @property
    def role(self) -> Role: ...

    @property
    def course_ids(self) -> Collection[int] | None: ...


@dataclass(frozen=True)
class CourseFilter:
    status: CourseStatus | None = None
    is_from_misis: bool | None = None
    course_id: int | None = None


async def page(
    session: AsyncSession, viewer: Viewer, which: CourseFilter, *, after_id: int, limit: int
) -> Sequence[RowMapping]:
    """By id, those after that one: of each its columns by name, spans in minutes.

    ``online_url`` is null for whoever is neither on the course nor on its staff, nor a service.
    """
    asked = {
        "status": which.status,
        "is_from_misis": which.is_from_misis,
        "course_id": which.course_id,
        "course_ids": None if viewer.course_ids is None else list(viewer.course_ids),
    }
    given = {name: value for name, value in asked.items() if value is not None}
    statement = _statement(viewer.role, viewer.id is not None, frozenset(given))
    values = given | {"viewer_id": viewer.id, "after_id": after_id, "page_size": limit}
    connection = await session.connection()
    found: Sequence[RowMapping] = (await connection.execute(statement, values)).mappings().all()
    return found


@cache
def _statement(role: Role, is_person: bool, given: frozenset[str]) -> Select[Any]:  # noqa: FBT001
    viewer_id = bindparam("viewer_id", type_=BigInteger)
    mine = and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer_id)
    columns = [it for it in Course.__table__.c if it.name in PLAIN]
    spans = [_minutes(it) for it in (Course.opens_before, Course.late_after)]
    return (
        select(*columns, *spans, _online_url(role, is_person=is_person))
        .select_from(Course.__table__)
        .outerjoin(CourseStaff.__table__, mine)
        .outerjoin(Enrollment.__table__, and_(of_course(), Enrollment.user_id == viewer_id))
        .where(Course.id > bindparam("after_id"), Course.deleted_at.is_(None), visible(role))
        .where(*_asked(given))
        .order_by(Course.id)
        .limit(bindparam("page_size"))
    )


def _minutes(span: InstrumentedAttribute[timedelta]) -> ColumnElement[int]:
    return cast(func.extract("epoch", span) / 60, Integer).label(span.key)


def _online_url(role: Role, *, is_person: bool) -> ColumnElement[Any]:
    is_on_it = or_(CourseStaff.part.is_not(None), Enrollment.status.in_(SEATED))
    sees_it = is_on_it if is_person else literal(role is Role.ADMIN)
    return case((sees_it, Course.online_url), else_=null()).label("online_url")


def _asked(given: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    if "status" in given:
        yield Course.status == bindparam("status")
    if "is_from_misis" in given:
        yield Course.is_from_misis == bindparam("is_from_misis")
    if "course_id" in given:
        yield Course.id == bindparam("course_id")
    if "course_ids" in given:
        yield Course.id == func.any(bindparam("course_ids", type_=ARRAY(BigInteger)))
