from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    StaffPart,
)
from domain import authoring, deliveries, enrollments
from tests.domain.conftest import Standings
from tests.factories import HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

Seats = Callable[[Course, int | None], Awaitable[None]]


@pytest.fixture
def give_seats(session: AsyncSession, make: Factory) -> Seats:
    """A manager changes how many seats the course has."""

    async def give_seats(course: Course, capacity: int | None) -> None:
        manager = await make.admin()
        await make.staff(course, manager, StaffPart.MANAGER)
        await authoring.edit(
            session, as_actor(manager), CAMPUS, course_id=course.id, now=NOON, capacity=capacity
        )
        await session.flush()

    return give_seats


async def test_seats_go_to_those_who_came_first(
    give_seats: Seats, standings: Standings, make: Factory
) -> None:
    anna, boris, clara = await make.user(), await make.user(), await make.user()
    course = await make.course(waiting=[clara, anna, boris], capacity=0)

    await give_seats(course, 2)

    notices = await make.all(Delivery)
    assert await standings(clara, anna, boris) == "rrw"
    assert [it.user_id for it in notices] == [clara.id, anna.id]
    assert {it.kind for it in notices} == {DeliveryKind.PROMOTED}
    assert (await make.again(course)).taken == 2


async def test_course_that_lost_its_limit_takes_all_who_wait(
    give_seats: Seats, standings: Standings, make: Factory
) -> None:
    people = [await make.user() for _ in range(3)]
    course = await make.course(waiting=people, capacity=0)

    await give_seats(course, None)

    assert await standings(*people) == "rrr"
    assert (await make.again(course)).taken == 3


@pytest.mark.parametrize(
    "out_of_reach", [{"reachable": False}, {"blocked_at": NOON}], ids=["unreachable", "blocked"]
)
async def test_whom_no_message_reaches_is_passed_over_and_keeps_their_place(
    give_seats: Seats, standings: Standings, make: Factory, out_of_reach: dict[str, Any]
) -> None:
    anna, boris, clara = await make.user(**out_of_reach), await make.user(), await make.user()
    course = await make.course(waiting=[anna, boris, clara], capacity=0)
    before, *_ = await make.all(Enrollment)

    await give_seats(course, 1)

    after, *_ = await make.all(Enrollment)
    assert await standings(anna, boris, clara) == "wrw"
    assert after.waitlist_place == before.waitlist_place


async def test_seat_stays_free_where_nobody_can_be_told(
    give_seats: Seats, standings: Standings, make: Factory
) -> None:
    anna = await make.user(reachable=False)
    course = await make.course(waiting=[anna], capacity=0)

    await give_seats(course, 1)

    assert await standings(anna) == "w"
    assert (await make.again(course)).taken == 0


@pytest.mark.parametrize(
    "over",
    [
        {"enroll_until": NOON - HOUR},
        {"status": CourseStatus.DRAFT},
        {"status": CourseStatus.FINISHED},
        {"status": CourseStatus.ARCHIVED},
    ],
)
async def test_seat_that_is_freed_too_late_goes_to_nobody(
    session: AsyncSession, standings: Standings, make: Factory, over: dict[str, Any]
) -> None:
    anna, boris = await make.user(), await make.user()
    course = await make.course(anna, waiting=[boris], capacity=1, **over)

    await enrollments.leave(session, as_actor(anna), course_id=course.id, now=NOON)
    await session.flush()

    assert await standings(boris) == "w"
    assert (await make.again(course)).taken == 0


async def test_promotion_after_another_queueing_is_told_anew(
    session: AsyncSession, give_seats: Seats, make: Factory
) -> None:
    anna = await make.user()
    course = await make.course(waiting=[anna], capacity=0)

    await give_seats(course, 1)
    await enrollments.leave(session, as_actor(anna), course_id=course.id, now=NOON)
    await give_seats(course, 0)
    await enrollments.enroll(session, as_actor(anna), course_id=course.id, now=NOON)
    await give_seats(course, 1)

    first, second = await make.all(Delivery)
    assert (first.kind, first.user_id) == (second.kind, second.user_id)
    assert first.dedup_key != second.dedup_key


async def test_one_occasion_is_told_once(session: AsyncSession, make: Factory) -> None:
    anna = await make.user()
    notice = deliveries.notice(DeliveryKind.PROMOTED, user_id=anna.id, key="1:1", now=NOON)

    await deliveries.owe(session, [notice])
    await deliveries.owe(session, [notice])

    assert [it.dedup_key for it in await make.all(Delivery)] == ["promoted:1:1"]
