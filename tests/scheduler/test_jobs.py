from datetime import datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import update

from db.models import (
    Course,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
)
from db.session import Conflict, DatabaseAway, Transaction
from domain.clock import Clock
from scheduler.deliveries import Sender
from scheduler.factory import create_scheduler, tick
from scheduler.jobs import settle_waiting_lists
from scheduler.rooms import LiveRooms
from tests.factories import NOON, Factory
from tests.people import CAMPUS

SECOND = timedelta(seconds=1)


@pytest.fixture
def scheduler(
    transaction: Transaction, clock: Clock, sender: Sender, rooms: LiveRooms
) -> AsyncIOScheduler:
    return create_scheduler(transaction, clock, CAMPUS, sender, rooms)


# The clock


async def test_scheduler_waits_to_be_let_run(scheduler: AsyncIOScheduler) -> None:
    scheduler.start(paused=True)

    jobs = {job.id: job for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=False)

    assert jobs.keys() >= {
        "deliveries",
        "urgent deliveries",
        "abandoned deliveries",
        "room codes",
        "waiting lists",
        "housekeeping",
    }
    assert {job.max_instances for job in jobs.values()} == {1}
    assert all(job.coalesce and job.misfire_grace_time is None for job in jobs.values())


async def test_job_that_meets_no_database_waits_for_the_next_tick(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def away() -> None:
        raise DatabaseAway

    await tick(away)

    assert "a job has to wait" in caplog.text


async def test_job_that_lost_a_race_is_run_again() -> None:
    runs = []

    async def race(now: datetime) -> None:
        runs.append(now)
        if len(runs) < 3:
            raise Conflict

    await tick(race, NOON)

    assert runs == [NOON] * 3


async def test_bug_in_a_job_is_heard_of() -> None:
    async def broken() -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await tick(broken)


# Waiting lists


async def test_queue_without_a_future_is_closed_with_a_word(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    await make.course(capacity=0, waiting=[anna, boris], enroll_until=NOON - SECOND)

    for _ in range(2):
        await settle_waiting_lists(transaction, clock)

    assert {it.status for it in await make.all(Enrollment)} == {EnrollmentStatus.CANCELLED}
    assert [(it.kind, it.user_id) for it in await make.all(Delivery)] == [
        (DeliveryKind.WAITLIST_CLOSED, anna.id),
        (DeliveryKind.WAITLIST_CLOSED, boris.id),
    ]
    assert len(await make.all(LogEntry)) == 2


async def test_seat_that_was_left_goes_to_who_can_be_reached_again(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    unreachable, boris = await make.user(reachable=False), await make.user()
    course = await make.course(capacity=0, waiting=[unreachable, boris])
    async with transaction() as session:
        await session.execute(update(Course).values(capacity=1))

    for _ in range(2):
        await settle_waiting_lists(transaction, clock)

    assert [(it.kind, it.user_id) for it in await make.all(Delivery)] == [
        (DeliveryKind.PROMOTED, boris.id)
    ]
    assert (await make.again(course)).taken == 1


async def test_queue_that_moves_on_its_own_is_left_alone(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    await make.course(capacity=0, waiting=[await make.user()], enroll_until=NOON)

    await settle_waiting_lists(transaction, clock)

    assert await make.all(Delivery) == []
    assert {it.status for it in await make.all(Enrollment)} == {EnrollmentStatus.WAITLISTED}
