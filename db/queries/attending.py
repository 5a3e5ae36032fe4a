"""The people of a lesson, in pages that follow on a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, AttendanceStatus, Enrollment, Lesson, User
from db.queries import lists
from db.queries.rooms import expected

NAME = lists.folded(User.full_name)


@dataclass(frozen=True)
class Attending:
    """Somebody with a seat, and the mark that there is."""

    enrollment_id: int
    user_id: int
    name: str
    study_group: str | None
    attendance_id: int | None
    status: AttendanceStatus | None
    marked_at: datetime | None


async def after(
    session: AsyncSession,
    lesson: Lesson,
    words: Sequence[str],
    *,
    enrollment_id: int,
    limit: int,
) -> Sequence[Attending]:
    """By name, from behind that enrollment on, wherever it stands now; 0: from the first."""
    columns = Enrollment.id, User.id, User.full_name, User.study_group
    mark = Attendance.id, Attendance.status, Attendance.marked_at
    written = func.concat_ws(" ", User.full_name, User.study_group)
    statement = (
        expected(lesson, *columns, *mark)
        .where(*(lists.has(written, it) for it in words))
        .order_by(NAME, Enrollment.id)
        .limit(limit)
    )
    if enrollment_id:
        statement = statement.where(_is_behind(enrollment_id))
    return [Attending(*row) for row in await session.execute(statement)]


def _is_behind(enrollment_id: int) -> ColumnElement[bool]:
    place = select(NAME, Enrollment.id).join(Enrollment.user).where(Enrollment.id == enrollment_id)
    return tuple_(NAME, Enrollment.id) > place.correlate(None).scalar_subquery()
