from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from domain import authoring
from domain.errors import CapacityTooLow, CourseNotFound, NotAllowed
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

Change = Callable[..., Awaitable[Course]]


@pytest.fixture
def change(session: AsyncSession) -> Change:
    async def change(actor: User, course: Course, **news: Any) -> Course:
        changed = await authoring.edit(
            session, as_actor(actor), CAMPUS, course_id=course.id, now=NOON, **news
        )
        await session.flush()
        return changed

    return change


@pytest.fixture
async def host(make: Factory) -> User:
    return await make.user(role=Role.HOST)


async def test_change_is_kept_and_counted(change: Change, make: Factory, host: User) -> None:
    course = await make.course(capacity=5)
    await make.staff(course, host)

    await change(host, course, capacity=7, leave_until=NOON)

    after = await make.again(course)
    assert (after.capacity, after.leave_until) == (7, NOON)
    assert after.version == course.version + 1


async def test_history_has_what_was_and_what_is(change: Change, make: Factory, host: User) -> None:
    course = await make.course(capacity=5, leave_until=NOON)
    await make.staff(course, host)

    await change(host, course, capacity=None, leave_until=NOON, enroll_until=NOON + DAY)

    [entry] = await make.all(LogEntry)
    assert (entry.user_id, entry.action, entry.timestamp) == (host.id, "change_course", NOON)
    assert (entry.entity, entry.entity_id) == ("courses", course.id)
    assert entry.details == {
        "capacity": [5, None],
        "enroll_until": [None, "2026-03-03T12:00:00+00:00"],
    }


@pytest.mark.parametrize(
    "nothing",
    [{}, {"capacity": 5}, {"leave_until": NOON.astimezone(ZoneInfo("Europe/Moscow"))}],
    ids=["nothing", "same number", "same moment"],
)
async def test_change_to_the_same_is_none(
    change: Change, make: Factory, host: User, nothing: dict[str, object]
) -> None:
    course = await make.course(capacity=5, leave_until=NOON)
    await make.staff(course, host)

    await change(host, course, **nothing)

    assert (await make.again(course)).version == course.version
    assert await make.all(LogEntry) == []


@pytest.mark.parametrize("capacity", [0, 1])
async def test_seats_that_are_taken_cannot_be_taken_away(
    change: Change, make: Factory, host: User, capacity: int
) -> None:
    course = await make.course(await make.user(), await make.user(), capacity=5)
    await make.staff(course, host)

    with pytest.raises(CapacityTooLow) as refusal:
        await change(host, course, capacity=capacity)

    assert refusal.value.taken == 2
    assert (await make.again(course)).capacity == 5


async def test_there_may_be_just_enough_seats(change: Change, make: Factory, host: User) -> None:
    course = await make.course(await make.user(), await make.user(), capacity=None)
    await make.staff(course, host)

    changed = await change(host, course, capacity=2)

    assert changed.is_full


async def test_negative_number_of_seats_is_too_low(
    change: Change, make: Factory, host: User
) -> None:
    course = await make.course()
    await make.staff(course, host)

    with pytest.raises(CapacityTooLow):
        await change(host, course, capacity=-1)


@pytest.mark.parametrize(
    ("until", "standing"),
    [(None, REGISTERED), (NOON, REGISTERED), (NOON - DAY, WAITLISTED)],
)
async def test_more_time_gives_free_seats_to_those_who_wait(
    change: Change,
    make: Factory,
    host: User,
    until: datetime | None,
    standing: EnrollmentStatus,
) -> None:
    closed = NOON - HOUR
    course = await make.course(waiting=[await make.user()], capacity=1, enroll_until=closed)
    await make.staff(course, host)

    await change(host, course, enroll_until=until)

    assert [it.status for it in await make.all(Enrollment)] == [standing]
    assert len(await make.all(Delivery)) == int(standing is REGISTERED)


@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT])
@pytest.mark.parametrize("role", [Role.HOST, Role.ADMIN])
async def test_others_only_look(
    change: Change, make: Factory, role: Role, part: StaffPart | None
) -> None:
    person, course = await make.user(role=role), await make.course(is_from_misis=True)
    if part is not None:
        await make.staff(course, person, part)

    with pytest.raises(NotAllowed):
        await change(person, course, capacity=7)

    assert (await make.again(course)).capacity is None


async def test_draft_of_others_is_not_there(change: Change, make: Factory, host: User) -> None:
    course = await make.course(status=CourseStatus.DRAFT)

    with pytest.raises(CourseNotFound):
        await change(host, course, capacity=7)
