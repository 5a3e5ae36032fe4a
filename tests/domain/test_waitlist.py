from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    StaffPart,
    User,
)
from domain import courses, deliveries, enrollments, waitlist
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor

CANCELLED = EnrollmentStatus.CANCELLED
REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

Seats = Callable[[Course, int | None], Awaitable[None]]
Standings = Callable[..., Awaitable[str]]
Settle = Callable[[], Awaitable[None]]


@pytest.fixture
def give_seats(session: AsyncSession, make: Factory) -> Seats:
    """A manager changes how many seats the course has."""

    async def give_seats(course: Course, capacity: int | None) -> None:
        manager = await make.admin()
        await make.staff(course, manager, StaffPart.MANAGER)
        await courses.change(
            session, as_actor(manager), course_id=course.id, now=NOON, capacity=capacity
        )
        await session.flush()

    return give_seats


@pytest.fixture
def settle(session: AsyncSession) -> Settle:
    async def settle() -> None:
        await waitlist.settle(session, now=NOON)
        await session.flush()

    return settle


@pytest.fixture
def standings(make: Factory) -> Standings:
    """The first letters of where these people stand, each on their one course."""

    async def standings(*people: User) -> str:
        status = {it.user_id: it.status for it in await make.all(Enrollment)}
        return "".join(status[person.id][0] for person in people)

    return standings


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


async def test_who_is_reachable_again_gets_the_seat_that_was_left(
    settle: Settle, standings: Standings, make: Factory
) -> None:
    anna, boris = await make.user(reachable=False), await make.user()
    course = await make.course(waiting=[anna, boris], capacity=1)

    await settle()
    assert await standings(anna, boris) == "wr"
    await make.change(anna, reachable=True)
    await make.change(course, capacity=2)
    await settle()

    assert await standings(anna, boris) == "rr"


async def test_queue_without_a_free_seat_stays_as_it_is(
    settle: Settle, standings: Standings, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    await make.course(anna, waiting=[boris], capacity=1, enroll_until=NOON)

    await settle()

    assert await standings(anna, boris) == "rw"
    assert await make.all(LogEntry) == []


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


@pytest.mark.parametrize(
    "over",
    [
        {"enroll_until": NOON - HOUR},
        {"status": CourseStatus.DRAFT},
        {"status": CourseStatus.FINISHED},
        {"status": CourseStatus.ARCHIVED},
    ],
)
async def test_queue_without_a_future_is_closed_with_a_notice_to_each(
    settle: Settle, make: Factory, over: dict[str, Any]
) -> None:
    anna, boris, clara = await make.user(), await make.user(reachable=False), await make.user()
    course = await make.course(anna, waiting=[boris, clara], capacity=3, **over)

    await settle()

    of_anna, *of_others = await make.all(Enrollment)
    assert of_anna.status is REGISTERED
    assert {(it.status, it.waitlist_place, it.changed_at) for it in of_others} == {
        (CANCELLED, None, NOON)
    }
    assert [(it.kind, it.user_id) for it in await make.all(Delivery)] == [
        (DeliveryKind.WAITLIST_CLOSED, boris.id),
        (DeliveryKind.WAITLIST_CLOSED, clara.id),
    ]
    assert [(it.user_id, it.action, it.entity_id) for it in await make.all(LogEntry)] == [
        (None, "waitlist_closed", it.id) for it in of_others
    ]
    assert (await make.again(course)).taken == 1


async def test_settling_again_changes_nothing(
    settle: Settle, standings: Standings, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    await make.course(waiting=[anna], capacity=1)
    await make.course(waiting=[boris], capacity=1, enroll_until=NOON - DAY)

    await settle()
    await settle()

    assert await standings(anna, boris) == "rc"
    assert len(await make.all(Delivery)) == len(await make.all(LogEntry)) == 2


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


async def test_queue_of_thousands_is_closed_at_once(
    session: AsyncSession, settle: Settle, make: Factory
) -> None:
    course = await make.course(capacity=0, enroll_until=NOON - DAY)
    await session.execute(
        text("""
            WITH people AS (
                INSERT INTO users
                    (public_id, full_name, role, reminders_on, news_on, quiet_from, quiet_to,
                     reachable)
                SELECT number, 'Anna', 'participant', true, true, '22:00', '8:00', true
                FROM generate_series(1, 4000) AS number RETURNING id
            )
            INSERT INTO enrollments (user_id, course_id, status, waitlist_place, changed_at)
            SELECT id, :course_id, 'waitlisted', nextval('waitlist_places'), now() FROM people
        """),
        {"course_id": course.id},
    )

    await settle()

    assert len(await make.all(Delivery)) == 4000
