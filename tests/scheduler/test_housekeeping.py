"""The job that forgets, and erases who has been away for too long."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Act,
    Consent,
    CourseStatus,
    EnrollmentStatus,
    HandledUpdate,
    LogEntry,
    PendingStart,
    User,
)
from db.session import Conflict, Transaction
from domain import erasure, retention
from domain.clock import Clock
from domain.retention import RULES, Kind
from scheduler.jobs import keep_house
from tests.factories import DAY, NOON, Factory

MOMENT = timedelta(microseconds=1)
LONG_AGO = NOON - RULES[Kind.PEOPLE].kept - MOMENT


async def erased(make: Factory) -> list[int]:
    return [it.id for it in await make.all(User) if it.erased_at is not None]


async def test_what_has_served_its_purpose_is_forgotten(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    for number, age in enumerate([4 * DAY, DAY]):
        await make.add(HandledUpdate(bot_id=42, update_id=number, handled_at=NOON - age))
        start = {"act": Act.ENROLL, "subject": 1, "happened_at": NOON - age}
        await make.add(PendingStart(telegram_id=number, **start))

    for _ in range(2):
        await keep_house(transaction, clock)

    assert [it.update_id for it in await make.all(HandledUpdate)] == [1]
    assert [it.telegram_id for it in await make.all(PendingStart)] == [1]


# People


async def test_who_has_been_away_for_too_long_is_erased_by_the_system(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    away = await make.user(last_seen_at=LONG_AGO)
    await make.user(last_seen_at=LONG_AGO + MOMENT, has_agreed=False)

    for _ in range(2):
        await keep_house(transaction, clock)

    assert await erased(make) == [away.id]
    assert [(it.user_id, it.action, it.entity_id) for it in await make.all(LogEntry)] == [
        (None, "erase_user", away.id)
    ]
    assert [it.withdrawn_at for it in await make.all(Consent)] == [NOON]


async def test_who_never_came_is_counted_from_their_registration(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    nobody: dict[str, Any] = {"telegram_id": None, "last_seen_at": None}
    old = await make.user(**nobody, created_at=LONG_AGO)
    await make.user(**nobody, created_at=LONG_AGO + MOMENT)

    await keep_house(transaction, clock)

    assert await erased(make) == [old.id]


@pytest.mark.parametrize(
    ("course", "status", "is_erased"),
    [
        (CourseStatus.PUBLISHED, EnrollmentStatus.REGISTERED, False),
        (CourseStatus.PUBLISHED, EnrollmentStatus.WAITLISTED, False),
        (CourseStatus.PUBLISHED, EnrollmentStatus.COMPLETED, False),
        (CourseStatus.PUBLISHED, EnrollmentStatus.CANCELLED, True),
        (CourseStatus.PUBLISHED, EnrollmentStatus.EXPELLED, True),
        (CourseStatus.FINISHED, EnrollmentStatus.REGISTERED, True),
        (CourseStatus.ARCHIVED, EnrollmentStatus.COMPLETED, True),
        (CourseStatus.DRAFT, EnrollmentStatus.REGISTERED, True),
    ],
)
async def test_who_is_on_a_running_course_is_never_too_long_away(
    transaction: Transaction,
    clock: Clock,
    make: Factory,
    course: CourseStatus,
    status: EnrollmentStatus,
    *,
    is_erased: bool,
) -> None:
    away = await make.user(last_seen_at=LONG_AGO)
    taken = await make.course(status=course)
    await make.enrollment(taken, away, status)
    await make.change(taken, taken=int(status.holds_seat))

    await keep_house(transaction, clock)

    assert bool(await erased(make)) == is_erased


async def test_who_works_on_a_course_is_never_too_long_away(
    transaction: Transaction, clock: Clock, make: Factory
) -> None:
    course = await make.course(status=CourseStatus.ARCHIVED)
    await make.staff(course, await make.user(last_seen_at=LONG_AGO))

    await keep_house(transaction, clock)

    assert await erased(make) == []


async def test_one_tick_erases_so_many_and_the_next_the_rest(
    transaction: Transaction, clock: Clock, make: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "ERASED_AT_ONCE", 2)
    people = [await make.user(last_seen_at=LONG_AGO - age * DAY) for age in (0, 2, 1)]
    longest, next_, last = people[1].id, people[2].id, people[0].id

    await keep_house(transaction, clock)
    first = await erased(make)
    await keep_house(transaction, clock)

    assert first == sorted([longest, next_])
    assert await erased(make) == sorted([longest, next_, last])


@pytest.mark.parametrize("error", [ValueError("odd"), Conflict()], ids=repr)
async def test_person_who_cannot_be_erased_keeps_nobody_else(
    transaction: Transaction,
    clock: Clock,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    odd = await make.user(last_seen_at=LONG_AGO - DAY)
    even = await make.user(last_seen_at=LONG_AGO)

    async def erase(session: AsyncSession, actor: None, *, user_id: int, now: datetime) -> None:
        await erasure.erase(session, actor, user_id=user_id, now=now)
        if user_id == odd.id:
            raise error

    monkeypatch.setattr(retention, "erase", erase)
    await keep_house(transaction, clock)
    first = await erased(make)
    monkeypatch.undo()
    await keep_house(transaction, clock)

    assert first == [even.id]
    assert await erased(make) == [odd.id, even.id]


async def test_whoever_comes_back_before_their_turn_stays(
    session: AsyncSession, make: Factory
) -> None:
    anna = await make.user(last_seen_at=LONG_AGO)
    away = await retention.away(session, now=NOON)
    await make.change(anna, last_seen_at=NOON)

    await retention.erase_away(session, user_id=anna.id, now=NOON)

    assert away == [anna.id]
    assert await erased(make) == []


def test_no_tick_erases_more_than_fifty() -> None:
    assert retention.ERASED_AT_ONCE == 50
