"""What there is to try, whenever it was planted."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from db.models import (
    Attendance,
    Course,
    CourseStaff,
    CourseStatus,
    Enrollment,
    EnrollmentStatus,
    Feedback,
    Lesson,
    Role,
    StaffPart,
    User,
)
from domain import names
from domain.campus import Campus
from seed.planting import Planted, plant
from seed.programme import read
from tests.seed.broken import broken

MOSCOW = ZoneInfo("Europe/Moscow")
MINUTE = timedelta(minutes=1)
AFRESH = {"populate_existing": True}

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=MOSCOW)

MOMENTS = [
    NOON,
    datetime(2026, 11, 23, 3, 0, tzinfo=MOSCOW),
    datetime(2026, 11, 28, 23, 30, tzinfo=MOSCOW),
    datetime(2026, 11, 29, 23, 39, 30, tzinfo=MOSCOW),
    datetime(2026, 12, 31, 23, 59, 30, tzinfo=MOSCOW),
    datetime(2027, 3, 1, 0, 2, tzinfo=MOSCOW),
    datetime(2027, 6, 4, 18, 40, 7, tzinfo=UTC),
]


@dataclass(frozen=True)
class Garden:
    session: AsyncSession
    said: Planted


at_any_time = pytest.mark.parametrize(
    "now", MOMENTS, ids=lambda now: f"{now:%a %H:%M:%S}", scope="module", indirect=True
)


@pytest.fixture(scope="module", params=[NOON], ids=["noon"])
def now(request: pytest.FixtureRequest) -> datetime:
    at: datetime = request.param
    return at


@pytest.fixture(scope="module")
async def planted(engine: AsyncEngine, campus: Campus, now: datetime) -> AsyncIterator[Garden]:
    """For all who only look."""
    async with engine.connect() as connection, connection.begin() as outer:
        async with AsyncSession(connection, join_transaction_mode="create_savepoint") as session:
            yield Garden(session, await plant(session, campus, now=now))
        await outer.rollback()


@pytest.fixture
def session(planted: Garden) -> AsyncSession:
    return planted.session


@at_any_time
async def test_nothing_is_broken(session: AsyncSession, campus: Campus, now: datetime) -> None:
    # Those that wait for the commit, such as that of hosts who are in one place at a time.
    await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))

    assert await broken(session, campus, now) == {}


@at_any_time
async def test_there_is_a_lesson_to_try_everything_with(
    session: AsyncSession, campus: Campus, now: datetime
) -> None:
    running = Lesson.starts_at <= now, Lesson.ends_at > now + 15 * MINUTE
    soon = Lesson.starts_at > now + 18 * MINUTE, Lesson.starts_at <= now + 20 * MINUTE
    day = func.date(func.timezone(campus.tz.key, Lesson.starts_at))
    tomorrow = (day == (now.astimezone(campus.tz) + timedelta(days=1)).date(),)
    hosted = [
        await session.scalar(select(func.count(Lesson.host_id)).where(*when))
        for when in (running, soon, tomorrow)
    ]

    assert all(hosted)


async def test_there_is_a_course_of_each_kind(session: AsyncSession) -> None:
    courses = (await session.scalars(select(Course), execution_options=AFRESH)).all()
    published = [it for it in courses if it.status is CourseStatus.PUBLISHED]

    assert {it.status for it in courses} == set(CourseStatus)
    assert sum(it.is_from_misis for it in published) >= 3
    assert any(it.capacity is None for it in published)
    assert any(it.is_enrolling_over(NOON) for it in published)
    assert any(it.access_level is Role.HOST for it in published)
    assert any(it.online_url for it in published)
    assert any(it.free_seats in range(1, 4) for it in published)
    assert all(it.taken > 0 for it in courses if it.status is not CourseStatus.DRAFT)


async def test_one_course_is_full_with_a_queue(session: AsyncSession) -> None:
    waiting = select(func.count()).where(
        Enrollment.course_id == Course.id, Enrollment.status == EnrollmentStatus.WAITLISTED
    )
    queues = (await session.scalars(select(waiting.scalar_subquery()))).all()

    assert [queue >= 6 for queue in queues if queue] == [True]


async def test_finished_course_has_its_history(session: AsyncSession) -> None:
    finished = select(Course.id).filter_by(status=CourseStatus.FINISHED).scalar_subquery()
    completed = select(Enrollment.id).filter_by(status=EnrollmentStatus.COMPLETED)
    marks = select(Attendance.id).join(Lesson).where(Lesson.course_id == finished)
    ratings = select(Feedback.id).filter_by(course_id=finished)

    assert len((await session.scalars(completed.filter_by(course_id=finished))).all()) >= 6
    assert len((await session.scalars(marks)).all()) > 50
    assert len((await session.scalars(ratings)).all()) >= 6


async def test_nobody_manages_one_course_from_misis(session: AsyncSession) -> None:
    managed = select(CourseStaff.course_id).filter_by(part=StaffPart.MANAGER)
    orphans = await session.scalars(select(Course.is_from_misis).where(Course.id.not_in(managed)))

    assert orphans.all() == [True]


async def test_first_two_people_are_admins(session: AsyncSession) -> None:
    statement = select(User.id, User.telegram_id).filter_by(role=Role.ADMIN).order_by(User.id)

    assert [tuple(it) for it in await session.execute(statement)] == [(1, 1), (2, 2)]


def test_it_says_how_much_there_is(planted: Garden) -> None:
    said = planted.said

    assert (said.people, said.courses) == (45, 15)
    assert min(said.lessons, said.enrollments, said.attendance) > 80


def test_people_are_called_what_they_might_call_themselves() -> None:
    programme = read()
    people = [*programme.admins, *programme.hosts, *programme.participants]

    called = [person.name for person in people]
    groups = [person.group for person in people if person.group]

    assert len(set(called)) == len(people)
    assert list(map(names.full_name, called)) == called
    assert list(map(names.study_group, groups)) == groups
