"""Who asks the API of the sample programme, and what of it is theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.pages import cut, cut_by_moment
from benchmarks.served import BOT_TOKEN
from db.models import Attendance, CourseStaff, Enrollment, Feedback, Lesson, User
from domain import api_tokens
from domain.api_tokens import Grant, Scope
from domain.clock import utc_now
from seed.people import FIRST_TELEGRAM_ID
from tests.api import init_data

ADMIN, ANNA, BORIS = 1, FIRST_TELEGRAM_ID + 3, FIRST_TELEGRAM_ID + 4
"""Telegram ids: a manager of some courses, and two who take the same ones."""

ON, OVER = 1, 11
"""Ids of two of the admin's courses."""

Known = dict[str, Sequence[object]]

CURSORS = [
    cut([4, 5], 1, int)[1],
    cut_by_moment([utc_now()] * 2, 1, lambda it: (it, 4))[1],
]
"""Of lists by id, and of lists in the order of time."""


@dataclass(frozen=True)
class Asker:
    signed: str
    """The header Authorization."""

    known: Known
    """What they may name, by parameter: at random, hardly anything would be found."""

    user_id: int = 0
    peers: Mapping[str, str] = field(default_factory=dict)
    """Others, and how they sign: they must not see what is the asker's."""


async def service(session: AsyncSession) -> Asker:
    """That may do everything."""
    _, secret = await api_tokens.create(
        session, None, name="everything", grant=Grant(tuple(Scope)), now=utc_now()
    )
    return Asker(f"Bearer {secret}", await ids(session, Enrollment.course_id.in_((ON, OVER))))


async def admin(session: AsyncSession) -> Asker:
    known = await ids(session, Enrollment.course_id.in_((ON, OVER)))
    return Asker(mini_app(ADMIN), known, await user_id(session, ADMIN))


async def participant(session: AsyncSession) -> Asker:
    anna = await user_id(session, ANNA)
    known = await ids(session, Enrollment.user_id == anna)
    return Asker(mini_app(ANNA), known, anna, {"boris": mini_app(BORIS)})


def mini_app(telegram_id: int) -> str:
    return f"tma {init_data.sign(init_data.of(telegram_id, utc_now()), BOT_TOKEN)}"


async def user_id(session: AsyncSession, telegram_id: int) -> int:
    found = await session.scalar(select(User.id).where(User.telegram_id == telegram_id))
    assert found is not None
    return found


async def ids(session: AsyncSession, of_these: ColumnElement[bool]) -> Known:
    """Of those enrollments, and of what belongs to them."""
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
    return {**found, "lesson_date": [it.isoformat() for it in begins], "cursor": CURSORS}
