"""Nobody is woken by what can wait, however late it comes to be sent."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from db.models import (
    AttendanceStatus,
    Course,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    ReminderRule,
    User,
)
from db.session import Transaction
from domain import waitlist
from scheduler.deliveries import Sender
from tests.factories import DAY, HOUR, NOON, Factory
from tests.scheduler.conftest import Time
from tests.telegram import RecordedSession

NIGHT = NOON + 9 * HOUR
"""Midnight in Moscow."""

MORNING = NOON + 17 * HOUR
"""Eight o'clock there."""


@dataclass
class Bed:
    """Of somebody who sleeps from ten to eight."""

    make: Factory
    anna: User
    course: Course
    sender: Sender
    telegram: RecordedSession
    time: Time

    async def owe(self, kind: DeliveryKind, due_at: datetime = NIGHT, **payload: object) -> None:
        about = {"course_id": self.course.id, **payload}
        await self.make.delivery(self.anna, kind, payload=about, due_at=due_at)

    async def rung(self, at: datetime) -> int:
        """How many messages have come by then."""
        self.time.now = at
        await self.sender.drain()
        return len(self.telegram.calls)


@pytest.fixture
async def bed(make: Factory, sender: Sender, telegram: RecordedSession, time: Time) -> Bed:
    anna = await make.user()
    return Bed(make, anna, await make.course(anna), sender, telegram, time)


async def test_good_news_of_the_night_comes_in_the_morning(bed: Bed) -> None:
    await bed.owe(DeliveryKind.PROMOTED)

    assert await bed.rung(NIGHT) == 0
    assert await bed.rung(MORNING - timedelta(seconds=1)) == 0
    assert await bed.rung(MORNING) == 1
    [owed] = await bed.make.all(Delivery)
    assert (owed.status, owed.attempts) == (DeliveryStatus.SENT, 1)


@pytest.mark.parametrize(("begins", "comes"), [(2, NIGHT), (10, NIGHT + 7 * HOUR), (12, MORNING)])
async def test_nobody_sleeps_over_a_lesson(bed: Bed, begins: int, comes: datetime) -> None:
    await bed.make.lesson(bed.course, starts_at=NIGHT + begins * HOUR)
    await bed.owe(DeliveryKind.PROMOTED)

    if comes > NIGHT:
        assert await bed.rung(NIGHT) == 0
        assert await bed.rung(comes - timedelta(seconds=1)) == 0
    assert await bed.rung(comes) == 1


async def test_reminder_that_comes_late_at_night_waits(bed: Bed, make: Factory) -> None:
    starts_at = NOON + 2 * DAY
    lesson = await make.lesson(bed.course, starts_at=starts_at)
    rule = {"course_id": bed.course.id, "before": 43 * HOUR, "created_at": NOON - DAY}
    await make.add(ReminderRule(**rule))
    about = {"before": 43 * 60, "starts_at": int(starts_at.timestamp())}
    await bed.owe(DeliveryKind.REMINDER, NOON + 5 * HOUR, lesson_id=lesson.id, **about)

    assert await bed.rung(NIGHT) == 0
    assert await bed.rung(MORNING) == 1


async def test_reminder_of_a_lesson_that_would_be_slept_over_comes(
    bed: Bed, make: Factory
) -> None:
    starts_at = NIGHT + 7 * HOUR
    lesson = await make.lesson(bed.course, starts_at=starts_at)
    rule = {"course_id": bed.course.id, "before": 8 * HOUR, "created_at": NOON - DAY}
    await make.add(ReminderRule(**rule))
    about = {"before": 8 * 60, "starts_at": int(starts_at.timestamp())}
    await bed.owe(DeliveryKind.REMINDER, NIGHT, lesson_id=lesson.id, **about)

    assert await bed.rung(NIGHT) == 1


async def test_end_of_a_waiting_list_at_midnight_wakes_nobody(
    bed: Bed, make: Factory, in_turn: Transaction
) -> None:
    await make.course(waiting=[bed.anna], enroll_until=NIGHT - timedelta(seconds=1))
    async with in_turn() as session:
        await waitlist.settle(session, now=NIGHT)

    assert await bed.rung(NIGHT) == 0
    assert await bed.rung(MORNING) == 1


async def test_whoever_is_awake_is_told_at_once(bed: Bed, make: Factory) -> None:
    await make.change(bed.anna, quiet_from=time(0), quiet_to=time(0))
    await bed.owe(DeliveryKind.PROMOTED)

    assert await bed.rung(NIGHT) == 1


async def test_answer_to_what_somebody_did_comes_at_night_too(bed: Bed, make: Factory) -> None:
    lesson = await make.lesson(bed.course, starts_at=NIGHT - HOUR)
    place = await make.enrollment_of(bed.course, bed.anna)
    mark = await make.mark(place, lesson, status=AttendanceStatus.PRESENT)
    await bed.owe(DeliveryKind.CHECKED_IN, attendance_id=mark.id)

    assert await bed.rung(NIGHT) == 1
