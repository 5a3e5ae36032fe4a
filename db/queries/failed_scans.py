"""Check-ins to a lesson that marked nobody, as its staff see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CTE, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Attendance, Enrollment, EnrollmentStatus, Lesson, ScanAttempt, User
from db.queries import lists
from db.queries.on_now import SEATED


@dataclass(frozen=True)
class Failed:
    """What one person met again and again, or once."""

    user_id: int
    name: str
    group: str | None
    answer: str
    times: int
    last_at: datetime
    last_id: int
    standing: EnrollmentStatus | None
    """On the course, now."""
    is_marked: bool
    """By now."""

    @property
    def has_seat(self) -> bool:
        return self.standing in SEATED


@dataclass(frozen=True)
class FailedPage:
    lines: Sequence[Failed]
    first: int
    """The place of the first of them among all, from 1."""
    number: int
    """From 0."""
    total: int


async def page(session: AsyncSession, lesson: Lesson, *, number: int, size: int) -> FailedPage:
    """Of each person and answer one line, the newest first. Beyond the end is the last page."""
    those = _those(lesson)
    count = select(func.count()).select_from(those).scalar_subquery()
    number_now = lists.page_within(number, count, size)
    theirs = and_(Enrollment.user_id == those.c.user_id, Enrollment.course_id == lesson.course_id)
    mark = and_(Attendance.enrollment_id == Enrollment.id, Attendance.lesson_id == lesson.id)
    statement = (
        select(those.c.user_id, User.full_name, User.study_group, those.c.answer, those.c.times)
        .add_columns(those.c.last_at, those.c.last_id, Enrollment.status)
        .add_columns(func.coalesce(Attendance.is_attended, False), count, number_now)
        .join(User, User.id == those.c.user_id)
        .outerjoin(Enrollment, theirs)
        .outerjoin(Attendance, mark)
        .order_by(those.c.last_at.desc(), those.c.last_id.desc())
        .limit(size)
        .offset(number_now * size)
    )
    rows = (await session.execute(statement)).all()
    if not rows:
        return FailedPage([], first=0, number=0, total=0)
    total, number_is = rows[0][-2:]
    return FailedPage([Failed(*row[:-2]) for row in rows], number_is * size + 1, number_is, total)


def _those(lesson: Lesson) -> CTE:
    it = ScanAttempt
    return (
        select(it.user_id, it.answer, func.count().label("times"))
        .add_columns(func.max(it.made_at).label("last_at"), func.max(it.id).label("last_id"))
        .where(it.lesson_id == lesson.id)
        .group_by(it.user_id, it.answer)
        .cte("those")
    )
