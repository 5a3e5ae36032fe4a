"""Who asks the API of the sample programme, and what of it is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.pages import cut, cut_by_moment
from benchmarks.served import BOT_TOKEN
from db.models import Attendance, CourseStaff, Enrollment, Feedback, Lesson, User
from domain import api_tokens
from domain.api_tokens import Grant, Scope
from seed.people import FIRST_TELEGRAM_ID
from tests.api import init_data

ADMIN, ANNA = 1, FIRST_TELEGRAM_ID + 3
"""Telegram ids: of a manager of some courses, and of a participant."""

ON, OVER = 1, 11
OF_THE_ADMIN = Enrollment.course_id.in_((ON, OVER))
"""Two of their courses."""

Known = dict[str, Sequence[object]]


@dataclass(frozen=True)
class Asker:
    signed: str
    """The header Authorization."""

    known: Known
    """What they may name, by parameter: at random, hardly anything would be found."""

    user_id: int = 0
    may_everything: bool = True


async def service(session: AsyncSession, now: datetime) -> Asker:
    """That may do everything."""
    grant = Grant(tuple(Scope))
    _, secret = await api_tokens.create(session, None, name="everything", grant=grant, now=now)
    return Asker(f"Bearer {secret}", await known(session, OF_THE_ADMIN, now))


async def admin(session: AsyncSession, now: datetime) -> Asker:
    theirs = await known(session, OF_THE_ADMIN, now)
    return Asker(mini_app(ADMIN, now), theirs, await user_id(session, ADMIN))


async def participant(session: AsyncSession, now: datetime) -> Asker:
    anna = await user_id(session, ANNA)
    theirs = await known(session, Enrollment.user_id == anna, now)
    return Asker(mini_app(ANNA, now), theirs, anna, may_everything=False)


def mini_app(telegram_id: int, now: datetime) -> str:
    return f"tma {init_data.sign(init_data.of(telegram_id, now), BOT_TOKEN)}"


async def user_id(session: AsyncSession, telegram_id: int) -> int:
    found = await session.scalar(select(User.id).where(User.telegram_id == telegram_id))
    assert found is not None
    return found


async def known(session: AsyncSession, of_these: ColumnElement[bool], now: datetime) -> Known:
    """Those enrollments, and what belongs to them."""
    courses = select(Enrollment.course_id).where(of_these).distinct()
    users = select(Enrollment.user_id).where(of_these).distinct()
    lessons = Lesson.course_id.in_(courses)
    theirs: dict[str, Select[int]] = {
        "course_id": courses,
        "user_id": users,
        "enrollment_id": select(Enrollment.id).where(of_these),
        "attendance_id": select(Attendance.id).join(Enrollment).where(of_these),
        "lesson_id": select(Lesson.id).where(lessons),
        "host_id": select(CourseStaff.user_id).where(CourseStaff.course_id.in_(courses)),
        "feedback_id": select(Feedback.id).where(
            Feedback.course_id.in_(courses), Feedback.user_id.in_(users)
        ),
    }
    found = {name: [*await session.scalars(which)] for name, which in theirs.items()}
    begins = await session.scalars(select(Lesson.starts_at).where(lessons))
    # Of lists by id, and of lists in the order of time.
    cursors = [cut([4, 5], 1, int)[1], cut_by_moment([now] * 2, 1, lambda it: (it, 4))[1]]
    return {**found, "lesson_date": [it.isoformat() for it in begins], "cursor": cursors}
