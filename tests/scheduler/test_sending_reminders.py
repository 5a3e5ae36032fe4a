"""Reminders go out as bulk, and what may not have arrived is sent again while that is of use."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage

from db.models import Delivery, DeliveryStatus, ReminderRule
from db.session import Transaction
from keyboards.visits import NotComing
from scheduler.deliveries import Sender
from scheduler.reminders import plan_reminders
from tests.factories import LAST_WEEK, NOON, Factory
from tests.people import CAMPUS
from tests.scheduler.conftest import CountingPacer, Time
from tests.telegram import RecordedSession

MINUTE = timedelta(minutes=1)
LOST = TelegramNetworkError(method=SendMessage(chat_id=1, text="x"), message="Connection reset")


class Course:
    """Of which one person is reminded now."""

    def __init__(self, make: Factory, transaction: Transaction) -> None:
        self._make = make
        self._transaction = transaction

    async def reminds(self, before: timedelta) -> int:
        """So long before a lesson; the id of that."""
        anna = await self._make.user(language="ru")
        course = await self._make.course(anna, name="Algebra", location="B-7")
        rule = {"course_id": course.id, "before": before, "created_at": LAST_WEEK}
        await self._make.add(ReminderRule(**rule))
        lesson = await self._make.lesson(course, starts_at=NOON + before)
        await plan_reminders(self._transaction, CAMPUS, lambda: NOON)
        return lesson.id

    async def statuses(self) -> list[DeliveryStatus]:
        return [it.status for it in await self._make.all(Delivery)]


@pytest.fixture
def course(make: Factory, in_turn: Transaction) -> Course:
    return Course(make, in_turn)


async def test_reminder_is_sent_at_the_pace_of_bulk(
    course: Course,
    sender: Sender,
    telegram: RecordedSession,
    pacer: CountingPacer,
) -> None:
    lesson_id = await course.reminds(60 * MINUTE)

    await sender.drain()

    assert telegram.said() == (
        "🔔 Скоро занятие: <b>Algebra</b>\n\n"
        "Когда: <b>пн, 2 марта, 16:00\u201317:00 (Москва)</b>\n"
        "Место: <b>B-7</b>"
    )
    assert telegram.buttons()["🙅 Не приду"] == NotComing(lesson_id=lesson_id).pack()  # noqa: RUF001
    assert pacer.waited == 1
    assert await course.statuses() == [DeliveryStatus.SENT]


@pytest.mark.parametrize(
    ("before", "status"),
    [(16 * MINUTE, DeliveryStatus.SENT), (15 * MINUTE, DeliveryStatus.UNKNOWN)],
    ids=["some time ahead", "about to begin"],
)
async def test_in_doubt_it_is_sent_again_while_the_lesson_is_ahead(
    course: Course,
    sender: Sender,
    telegram: RecordedSession,
    time: Time,
    before: timedelta,
    status: DeliveryStatus,
) -> None:
    await course.reminds(before)
    telegram.errors = [LOST]

    await sender.drain()
    time.now += MINUTE / 2
    await sender.drain()

    assert await course.statuses() == [status]
