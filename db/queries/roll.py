"""The people of a lesson, as those who mark them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models import Attendance, AttendanceStatus, Enrollment, Lesson, User
from db.queries import lists
from db.queries.rooms import expected, is_missing

AFRESH = {"populate_existing": True}
"""What was read before a change may be out of date."""


class Which(StrEnum):
    EVERYBODY = "everybody"
    MISSING = "missing"
    """Who has not come, and has not said so."""
    CAME = "came"


@dataclass(frozen=True)
class Line:
    enrollment_id: int
    user_id: int
    name: str
    group: str | None
    attendance_id: int | None
    status: AttendanceStatus | None


@dataclass(frozen=True)
class RollPage:
    lines: Sequence[Line]
    first: int
    """The place of the first of them among all, from 1."""
    number: int
    """From 0."""
    total: int
    """Of people, on all pages."""


@dataclass(frozen=True)
class Person:
    """Somebody at a lesson, with the mark that there is."""

    enrollment: Enrollment
    user: User
    mark: Attendance | None
    by: str | None
    """Who made it; none: a service, or somebody who is erased."""


async def page(
    session: AsyncSession,
    lesson: Lesson,
    which: Which,
    words: Sequence[str],
    *,
    number: int,
    size: int,
) -> RollPage:
    """By name. Beyond the end is the last page: the list may have become shorter."""
    those = _those(lesson, which, words)
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    statement = (
        select(*(it for it in those.c if it.name != "folded"), count, number_now)
        .order_by(those.c.folded, those.c.id)
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return RollPage([], first=0, number=0, total=0)
    total, number_now_is = rows[0][-2:]
    lines = [Line(*row[:-2]) for row in rows]
    return RollPage(lines, number_now_is * size + 1, number_now_is, total)


async def person(session: AsyncSession, lesson: Lesson, enrollment_id: int) -> Person | None:
    """None for who has no seat any more."""
    marker = aliased(User)
    statement = (
        expected(lesson, Enrollment, User, Attendance, marker.full_name)
        .outerjoin(marker, marker.id == Attendance.marked_by)
        .where(Enrollment.id == enrollment_id)
    )
    row: Any = (await session.execute(statement, execution_options=AFRESH)).one_or_none()
    return Person(*row) if row else None


def _those(lesson: Lesson, which: Which, words: Sequence[str]) -> CTE:
    columns = (Enrollment.id, User.id.label("user_id"), User.full_name, User.study_group)
    order = lists.folded(User.full_name).label("folded")
    found = expected(lesson, *columns, Attendance.id.label("mark_id"), Attendance.status, order)
    return found.where(*_chosen(which, words)).cte("those")


def _chosen(which: Which, words: Sequence[str]) -> list[ColumnElement[bool]]:
    circles: dict[Which, list[ColumnElement[bool]]] = {
        Which.EVERYBODY: [],
        Which.MISSING: [is_missing()],
        Which.CAME: [Attendance.is_attended.is_(True)],
    }
    written = func.concat_ws(" ", User.full_name, User.study_group)
    return [*circles[which], *(lists.has(written, it) for it in words)]
