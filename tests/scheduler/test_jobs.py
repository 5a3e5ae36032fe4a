from datetime import datetime, timedelta

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import update

from db.models import (
    Act,
    Course,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    Enrollment,
    EnrollmentStatus,
    HandledUpdate,
    LogEntry,
    PendingStart,
)
from db.session import Conflict, DatabaseAway, Transaction
from domain.clock import Clock
from domain.deliveries import SCREENS_KEPT
from domain.meeting import PATIENCE
from domain.updates import REMEMBERED
from scheduler.deliveries import Sender
from scheduler.factory import create_scheduler, tick
from scheduler.jobs import keep_house, settle_waiting_lists
from tests.factories import NOON, Factory

SECOND = timedelta(seconds=1)


@pytest.fixture
def scheduler(transaction: Transaction, clock: Clock, sender: Sender) -> AsyncIOScheduler:
    return create_scheduler(transaction, clock, sender)


# The clock


async def test_scheduler_waits_to_be_let_run(scheduler: AsyncIOScheduler) -> None:
    scheduler.start(paused=True)

    jobs = {job.id: job for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=False)

    assert jobs.keys() == {"deliveries", "waiting lists", "housekeeping"}
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


# Housekeeping


async def test_what_has_served_its_purpose_is_forgotten(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    for number, age in enumerate([REMEMBERED + SECOND, REMEMBERED - SECOND]):
        await make.add(HandledUpdate(bot_id=42, update_id=number, handled_at=NOON - age))
    for number, age in enumerate([PATIENCE + SECOND, PATIENCE - SECOND]):
        start = {"act": Act.ENROLL, "subject": 1, "happened_at": NOON - age}
        await make.add(PendingStart(telegram_id=number, **start))

    await keep_house(transaction, clock)

    assert [it.update_id for it in await make.all(HandledUpdate)] == [1]
    assert [it.telegram_id for it in await make.all(PendingStart)] == [1]


async def test_screens_that_were_sent_are_forgotten_the_next_day(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    anna, sent = await make.user(), DeliveryStatus.SENT
    before, since = NOON - SCREENS_KEPT - SECOND, NOON - SCREENS_KEPT + SECOND
    screen, news = DeliveryKind.SCREEN, DeliveryKind.PROMOTED
    await make.delivery(anna, screen, status=sent, created_at=before)
    kept = [
        await make.delivery(anna, screen, status=sent, created_at=since),
        await make.delivery(anna, screen, created_at=before),
        await make.delivery(anna, news, status=sent, created_at=before),
    ]

    await keep_house(transaction, clock)

    assert [it.id for it in await make.all(Delivery)] == [it.id for it in kept]


def test_updates_are_remembered_for_longer_than_telegram_brings_them() -> None:
    assert timedelta(days=1) < REMEMBERED
