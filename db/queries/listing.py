"""Courses as a list that is read to its end."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStaff, CourseStatus, Enrollment, Role
from db.queries.courses import of_course, visible


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


@dataclass(frozen=True)
class SeenCourse:
    course: Course
    sees_link: bool
    """Whether they may see where it meets online: on it, on its staff, or a service."""


async def page(
    session: AsyncSession, viewer: Viewer, which: CourseFilter, *, after_id: int, limit: int
) -> Sequence[SeenCourse]:
    """By id, those after that one."""
    statement = (
        select(Course, _sees_link(viewer))
        .outerjoin(
            CourseStaff,
            and_(CourseStaff.course_id == Course.id, CourseStaff.user_id == viewer.id),
        )
        .outerjoin(Enrollment, and_(of_course(), Enrollment.user_id == viewer.id))
        .where(Course.id > after_id, Course.deleted_at.is_(None), *_chosen(viewer, which))
        .order_by(Course.id)
        .limit(limit)
    )
    return [SeenCourse(*row) for row in await session.execute(statement)]


def _sees_link(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.id is None:
        # A service, or a stranger.
        return literal(viewer.role is Role.ADMIN)
    is_on_it = Enrollment.status.in_(["registered", "completed"])
    return or_(CourseStaff.part.is_not(None), func.coalesce(is_on_it, False))


def _chosen(viewer: Viewer, which: CourseFilter) -> Iterator[ColumnElement[bool]]:
    yield visible(viewer.role)
    if viewer.course_ids is not None:
        yield Course.id.in_(viewer.course_ids)
    if which.course_id is not None:
        yield Course.id == which.course_id
    if which.status is not None:
        yield Course.status == which.status
    if which.is_from_misis is not None:
        yield Course.is_from_misis.is_(which.is_from_misis)
