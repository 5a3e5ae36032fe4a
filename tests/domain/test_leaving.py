from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    User,
)
from domain import enrollments
from domain.errors import (
    CourseCompleted,
    CourseNotFound,
    DomainError,
    LeavingClosed,
    NotEnrolled,
)
from tests.domain.conftest import Standings
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor, stranger

CANCELLED, EXPELLED = EnrollmentStatus.CANCELLED, EnrollmentStatus.EXPELLED
REGISTERED = EnrollmentStatus.REGISTERED

Leave = Callable[..., Awaitable[None]]


@pytest.fixture
def leave(session: AsyncSession) -> Leave:
    async def leave(who: User, course: Course, now: datetime = NOON) -> None:
        await enrollments.leave(session, as_actor(who), course_id=course.id, now=now)
        await session.flush()

    return leave


async def test_who_leaves_frees_a_seat(leave: Leave, make: Factory) -> None:
    anna = await make.user()
    course = await make.course(anna, await make.user(), capacity=2)

    await leave(anna, course)

    enrollment, _ = await make.all(Enrollment)
    assert (enrollment.status, enrollment.changed_at) == (CANCELLED, NOON)
    assert (await make.again(course)).taken == 1


async def test_seat_goes_to_the_first_who_waits_with_one_notice(
    leave: Leave, standings: Standings, make: Factory
) -> None:
    anna, boris, clara = await make.user(), await make.user(), await make.user()
    course = await make.course(anna, waiting=[boris, clara], capacity=1)

    await leave(anna, course)

    [notice] = await make.all(Delivery)
    assert await standings(anna, boris, clara) == "crw"
    assert (notice.kind, notice.user_id) == (DeliveryKind.PROMOTED, boris.id)
    assert (notice.payload, notice.due_at) == ({"course_id": course.id}, NOON)
    assert (await make.again(course)).taken == 1


async def test_promotion_is_an_act_of_nobody_in_the_history(leave: Leave, make: Factory) -> None:
    anna, boris = await make.user(), await make.user()
    course = await make.course(anna, waiting=[boris], capacity=1)
    of_anna, of_boris = await make.all(Enrollment)

    await leave(anna, course)

    assert {(it.user_id, it.action, it.entity_id) for it in await make.all(LogEntry)} == {
        (anna.id, "leave", of_anna.id),
        (None, "promoted", of_boris.id),
    }


async def test_who_stops_waiting_frees_no_seat(
    leave: Leave, standings: Standings, make: Factory
) -> None:
    anna, boris, clara = await make.user(), await make.user(), await make.user()
    course = await make.course(anna, waiting=[boris, clara], capacity=1)

    await leave(boris, course)

    assert await standings(anna, boris, clara) == "rcw"
    assert (await make.again(course)).taken == 1
    assert await make.all(Delivery) == []


async def test_second_time_there_is_nothing_to_leave(leave: Leave, make: Factory) -> None:
    anna = await make.user()
    course = await make.course(anna)
    await leave(anna, course)

    with pytest.raises(NotEnrolled):
        await leave(anna, course)

    assert (await make.again(course)).taken == 0
    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (None, NotEnrolled),
        (CANCELLED, NotEnrolled),
        (EXPELLED, NotEnrolled),
        (EnrollmentStatus.COMPLETED, CourseCompleted),
    ],
)
async def test_only_who_is_on_the_course_may_leave(
    session: AsyncSession,
    leave: Leave,
    make: Factory,
    status: EnrollmentStatus | None,
    refusal: type[DomainError],
) -> None:
    anna, course = await make.user(), await make.course()
    if status is not None:
        await make.enrollment(course, anna, status)

    with pytest.raises(refusal):
        await leave(anna, course)
    with pytest.raises(refusal):
        await enrollments.leaving(session, as_actor(anna), course_id=course.id, now=NOON)


async def test_stranger_has_nothing_to_leave(session: AsyncSession, make: Factory) -> None:
    course = await make.course()

    with pytest.raises(NotEnrolled):
        await enrollments.leave(session, stranger(), course_id=course.id, now=NOON)
    with pytest.raises(NotEnrolled):
        await enrollments.leaving(session, stranger(), course_id=course.id, now=NOON)


async def test_what_one_may_not_see_one_cannot_leave(
    session: AsyncSession, leave: Leave, make: Factory
) -> None:
    anna, course = await make.user(), await make.course(status=CourseStatus.DRAFT)

    with pytest.raises(CourseNotFound):
        await leave(anna, course)
    with pytest.raises(CourseNotFound):
        await enrollments.leaving(session, as_actor(anna), course_id=course.id, now=NOON)


async def test_seat_is_given_up_until_the_course_says(
    session: AsyncSession, leave: Leave, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    course = await make.course(anna, boris, leave_until=NOON)

    await leave(anna, course, NOON)
    with pytest.raises(LeavingClosed) as asked:
        await enrollments.leaving(session, as_actor(boris), course_id=course.id, now=NOON + HOUR)
    with pytest.raises(LeavingClosed) as tried:
        await leave(boris, course, NOON + HOUR)

    assert asked.value.until == tried.value.until == NOON
    assert (await make.again(course)).taken == 1


async def test_one_may_stop_waiting_at_any_time(
    leave: Leave, standings: Standings, make: Factory
) -> None:
    anna = await make.user()
    course = await make.course(
        waiting=[anna], capacity=0, enroll_until=NOON - DAY, leave_until=NOON - DAY
    )

    await leave(anna, course)

    assert await standings(anna) == "c"


async def test_one_hears_first_what_leaving_would_mean(
    session: AsyncSession, make: Factory
) -> None:
    anna = await make.user()
    course = await make.course(anna, waiting=[await make.user(), await make.user()], capacity=1)

    leaving = await enrollments.leaving(session, as_actor(anna), course_id=course.id, now=NOON)

    assert (leaving.course.id, leaving.status, leaving.waiting) == (course.id, REGISTERED, 2)
    assert (await make.again(course)).taken == 1
    assert await make.all(LogEntry) == []
