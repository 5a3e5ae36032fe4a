from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus, LogEntry, User
from db.queries.enrollments import Standing
from domain import enrollments
from domain.enrollments import Joined
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

Enroll = Callable[..., Awaitable[Joined]]


@pytest.fixture
def enroll(session: AsyncSession) -> Enroll:
    async def enroll(who: User, course: Course, now: datetime = NOON) -> Joined:
        return await enrollments.enroll(session, as_actor(who), course_id=course.id, now=now)

    return enroll


async def test_person_takes_a_seat(enroll: Enroll, make: Factory) -> None:
    anna, course = await make.user(), await make.course(capacity=1)

    joined = await enroll(anna, course)

    [enrollment] = await make.all(Enrollment)
    assert joined.standing == Standing(REGISTERED, is_new=True, rank=0)
    assert (enrollment.user_id, enrollment.course_id) == (anna.id, course.id)
    assert (enrollment.status, enrollment.changed_at) == (REGISTERED, NOON)
    assert (await make.again(course)).taken == 1


async def test_course_without_a_limit_has_a_seat_for_everybody(
    enroll: Enroll, make: Factory
) -> None:
    course = await make.course(*[await make.user() for _ in range(3)], capacity=None)

    joined = await enroll(await make.user(), course)

    assert joined.standing.status is REGISTERED
    assert (await make.again(course)).taken == 4


async def test_who_comes_to_a_full_course_waits_behind_the_others(
    enroll: Enroll, make: Factory
) -> None:
    course = await make.course(await make.user(), capacity=1)

    first = await enroll(await make.user(), course)
    second = await enroll(await make.user(), course)

    assert first.standing == Standing(WAITLISTED, is_new=True, rank=1)
    assert second.standing == Standing(WAITLISTED, is_new=True, rank=2)
    assert (await make.again(course)).taken == 1


async def test_rank_counts_those_who_wait_for_this_course_only(
    enroll: Enroll, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    await make.course(anna, waiting=[boris], capacity=1)
    course = await make.course(anna, capacity=1)

    joined = await enroll(boris, course)

    assert joined.standing.rank == 1


@pytest.mark.parametrize(("capacity", "rank"), [(1, 0), (0, 1)], ids=["seated", "waiting"])
async def test_second_time_says_so_and_changes_nothing(
    enroll: Enroll, make: Factory, capacity: int, rank: int
) -> None:
    anna, course = await make.user(), await make.course(capacity=capacity)
    first = await enroll(anna, course)
    before = await make.all(Enrollment)

    second = await enroll(anna, course, NOON + HOUR)

    [was], [is_now] = before, await make.all(Enrollment)
    assert (first.standing.is_new, second.standing.is_new) == (True, False)
    assert second.standing.rank == first.standing.rank == rank
    assert (is_now.status, is_now.waitlist_place) == (was.status, was.waitlist_place)
    assert is_now.changed_at == NOON
    assert (await make.again(course)).taken == capacity
    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize("status", [status for status in EnrollmentStatus if status.is_live])
@pytest.mark.parametrize(
    "over", [{"enroll_until": NOON - DAY}, {"status": CourseStatus.FINISHED}, {}]
)
async def test_who_is_on_the_course_is_told_so_at_any_time(
    enroll: Enroll, make: Factory, status: EnrollmentStatus, over: dict[str, Any]
) -> None:
    anna, course = await make.user(), await make.course(capacity=0, **over)
    await make.enrollment(course, await make.user(), WAITLISTED)
    await make.enrollment(course, anna, status)

    joined = await enroll(anna, course)

    rank = 2 if status is WAITLISTED else 0
    assert joined.standing == Standing(status, is_new=False, rank=rank)
    assert await make.all(LogEntry) == []


async def test_who_comes_back_has_the_same_row_and_the_last_place(
    session: AsyncSession, enroll: Enroll, make: Factory
) -> None:
    anna, boris, clara = await make.user(), await make.user(), await make.user()
    course = await make.course(anna, waiting=[boris, clara], capacity=1)
    before = {it.user_id: it.id for it in await make.all(Enrollment)}
    await enrollments.leave(session, as_actor(boris), course_id=course.id, now=NOON)

    back = await enroll(boris, course)

    after = {it.user_id: it.id for it in await make.all(Enrollment)}
    assert back.standing == Standing(WAITLISTED, is_new=True, rank=2)
    assert after == before


async def test_every_change_is_in_the_history_once(
    session: AsyncSession, enroll: Enroll, make: Factory
) -> None:
    anna, course = await make.user(), await make.course(capacity=1)

    await enroll(anna, course)
    await enrollments.leave(session, as_actor(anna), course_id=course.id, now=NOON)
    await enroll(anna, course)
    await enroll(anna, course)

    [enrollment] = await make.all(Enrollment)
    entries = await make.all(LogEntry)
    assert [(it.action, it.details) for it in entries] == [
        ("enroll", {"status": "registered"}),
        ("leave", {}),
        ("enroll", {"status": "registered"}),
    ]
    about = {(it.user_id, it.entity, it.entity_id, it.timestamp) for it in entries}
    assert about == {(anna.id, "enrollments", enrollment.id, NOON)}
