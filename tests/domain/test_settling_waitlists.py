"""What the clock does about queues: closes those without a future, gives seats that were left."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
)
from domain import waitlist
from tests.domain.conftest import Standings
from tests.factories import DAY, HOUR, NOON, Factory

CANCELLED = EnrollmentStatus.CANCELLED
REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

Settle = Callable[[], Awaitable[None]]


@pytest.fixture
def settle(session: AsyncSession) -> Settle:
    async def settle() -> None:
        await waitlist.settle(session, now=NOON)
        await session.flush()

    return settle


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
