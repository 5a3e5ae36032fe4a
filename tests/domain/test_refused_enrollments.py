from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus, Role, User
from domain import enrollments
from domain.enrollments import Joined
from domain.errors import (
    CourseNotFound,
    CourseNotOpen,
    DomainError,
    EnrollmentClosed,
    Expelled,
)
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor, stranger

REGISTERED = EnrollmentStatus.REGISTERED

Enroll = Callable[..., Awaitable[Joined]]


@pytest.fixture
def enroll(session: AsyncSession) -> Enroll:
    async def enroll(who: User, course: Course, now: datetime = NOON) -> Joined:
        return await enrollments.enroll(session, as_actor(who), course_id=course.id, now=now)

    return enroll


@pytest.mark.parametrize(
    ("status", "role", "refusal"),
    [
        (CourseStatus.DRAFT, Role.PARTICIPANT, CourseNotFound),
        (CourseStatus.DRAFT, Role.ADMIN, CourseNotOpen),
        (CourseStatus.FINISHED, Role.PARTICIPANT, CourseNotOpen),
        (CourseStatus.ARCHIVED, Role.PARTICIPANT, CourseNotFound),
        (CourseStatus.ARCHIVED, Role.ADMIN, CourseNotOpen),
    ],
)
async def test_nobody_joins_a_course_that_is_not_running(
    enroll: Enroll, make: Factory, status: CourseStatus, role: Role, refusal: type[DomainError]
) -> None:
    person, course = await make.user(role=role), await make.course(status=status)

    with pytest.raises(refusal):
        await enroll(person, course)

    assert await make.all(Enrollment) == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("level", Role)
async def test_course_takes_those_whom_it_is_meant_for(
    enroll: Enroll, make: Factory, role: Role, level: Role
) -> None:
    person, course = await make.user(role=role), await make.course(access_level=level)

    if role.rank >= level.rank:
        assert (await enroll(person, course)).standing.status is REGISTERED
    else:
        with pytest.raises(CourseNotFound):
            await enroll(person, course)


async def test_course_that_is_not_there_takes_nobody(session: AsyncSession, make: Factory) -> None:
    anna = as_actor(await make.user())

    with pytest.raises(CourseNotFound):
        await enrollments.enroll(session, anna, course_id=0, now=NOON)


async def test_one_enrolls_until_the_deadline(enroll: Enroll, make: Factory) -> None:
    course = await make.course(enroll_until=NOON)

    in_time = await enroll(await make.user(), course, NOON)
    with pytest.raises(EnrollmentClosed) as refusal:
        await enroll(await make.user(), course, NOON + HOUR)

    assert in_time.standing.status is REGISTERED
    assert refusal.value.until == NOON


@pytest.mark.parametrize("until", [NOON - DAY, None], ids=["too late", "in time"])
async def test_who_was_expelled_stays_out(
    enroll: Enroll, make: Factory, until: datetime | None
) -> None:
    anna, course = await make.user(), await make.course(enroll_until=until)
    await make.enrollment(course, anna, EnrollmentStatus.EXPELLED)

    with pytest.raises(Expelled):
        await enroll(anna, course)


async def test_who_left_comes_back_too_late(enroll: Enroll, make: Factory) -> None:
    anna, course = await make.user(), await make.course(enroll_until=NOON - DAY)
    await make.enrollment(course, anna, EnrollmentStatus.CANCELLED)

    with pytest.raises(EnrollmentClosed):
        await enroll(anna, course)


async def test_who_was_erased_meanwhile_gets_no_seat(enroll: Enroll, make: Factory) -> None:
    anna, course = await make.user(erased_at=NOON), await make.course()

    with pytest.raises(CourseNotFound):
        await enroll(anna, course)

    assert await make.all(Enrollment) == []
    assert (await make.again(course)).taken == 0


@pytest.mark.parametrize(
    ("course_is", "refusal"),
    [
        ({"status": CourseStatus.DRAFT}, CourseNotFound),
        ({"status": CourseStatus.FINISHED}, CourseNotOpen),
        ({"enroll_until": NOON - DAY}, EnrollmentClosed),
        ({"access_level": Role.HOST}, CourseNotFound),
    ],
)
async def test_stranger_is_refused_before_they_are_asked_who_they_are(
    session: AsyncSession,
    make: Factory,
    course_is: dict[str, Any],
    refusal: type[DomainError],
) -> None:
    course = await make.course(**course_is)

    with pytest.raises(refusal):
        await enrollments.ensure_open(session, stranger(), course_id=course.id, now=NOON)


async def test_stranger_may_enroll_where_others_wait(session: AsyncSession, make: Factory) -> None:
    course = await make.course(await make.user(), capacity=1)

    await enrollments.ensure_open(session, stranger(), course_id=course.id, now=NOON)
