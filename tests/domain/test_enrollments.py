from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, CourseStatus, Enrollment, EnrollmentStatus, LogEntry, Role, User
from db.queries.enrollments import Standing
from domain import enrollments
from domain.enrollments import Joined
from domain.errors import (
    CourseNotFound,
    CourseNotOpen,
    DomainError,
    EnrollmentClosed,
    Expelled,
)
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import as_actor, stranger

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


@pytest.mark.parametrize(
    ("status", "role", "refusal"),
    [
        (CourseStatus.DRAFT, Role.PARTICIPANT, CourseNotFound),
        (CourseStatus.DRAFT, Role.ADMIN, CourseNotOpen),
        (CourseStatus.FINISHED, Role.PARTICIPANT, CourseNotOpen),
        (CourseStatus.ARCHIVED, Role.PARTICIPANT, CourseNotFound),
        (CourseStatus.ARCHIVED, Role.ADMIN, CourseNotOpen),
    ],
)
async def test_nobody_joins_a_course_that_is_not_running(
    enroll: Enroll, make: Factory, status: CourseStatus, role: Role, refusal: type[DomainError]
) -> None:
    person, course = await make.user(role=role), await make.course(status=status)

    with pytest.raises(refusal):
        await enroll(person, course)

    assert await make.all(Enrollment) == []


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("level", Role)
async def test_course_takes_those_whom_it_is_meant_for(
    enroll: Enroll, make: Factory, role: Role, level: Role
) -> None:
    person, course = await make.user(role=role), await make.course(access_level=level)

    if role.rank >= level.rank:
        assert (await enroll(person, course)).standing.status is REGISTERED
    else:
        with pytest.raises(CourseNotFound):
            await enroll(person, course)


async def test_course_that_is_not_there_takes_nobody(session: AsyncSession, make: Factory) -> None:
    anna = as_actor(await make.user())

    with pytest.raises(CourseNotFound):
        await enrollments.enroll(session, anna, course_id=0, now=NOON)


async def test_one_enrolls_until_the_deadline(enroll: Enroll, make: Factory) -> None:
    course = await make.course(enroll_until=NOON)

    in_time = await enroll(await make.user(), course, NOON)
    with pytest.raises(EnrollmentClosed) as refusal:
        await enroll(await make.user(), course, NOON + HOUR)

    assert in_time.standing.status is REGISTERED
    assert refusal.value.until == NOON


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


@pytest.mark.parametrize("until", [NOON - DAY, None], ids=["too late", "in time"])
async def test_who_was_expelled_stays_out(
    enroll: Enroll, make: Factory, until: datetime | None
) -> None:
    anna, course = await make.user(), await make.course(enroll_until=until)
    await make.enrollment(course, anna, EnrollmentStatus.EXPELLED)

    with pytest.raises(Expelled):
        await enroll(anna, course)


async def test_who_left_comes_back_too_late(enroll: Enroll, make: Factory) -> None:
    anna, course = await make.user(), await make.course(enroll_until=NOON - DAY)
    await make.enrollment(course, anna, EnrollmentStatus.CANCELLED)

    with pytest.raises(EnrollmentClosed):
        await enroll(anna, course)


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


async def test_who_was_erased_meanwhile_gets_no_seat(enroll: Enroll, make: Factory) -> None:
    anna, course = await make.user(erased_at=NOON), await make.course()

    with pytest.raises(CourseNotFound):
        await enroll(anna, course)

    assert await make.all(Enrollment) == []
    assert (await make.again(course)).taken == 0


@pytest.mark.parametrize(
    ("course_is", "refusal"),
    [
        ({"status": CourseStatus.DRAFT}, CourseNotFound),
        ({"status": CourseStatus.FINISHED}, CourseNotOpen),
        ({"enroll_until": NOON - DAY}, EnrollmentClosed),
        ({"access_level": Role.HOST}, CourseNotFound),
    ],
)
async def test_stranger_is_refused_before_they_are_asked_who_they_are(
    session: AsyncSession,
    make: Factory,
    course_is: dict[str, Any],
    refusal: type[DomainError],
) -> None:
    course = await make.course(**course_is)

    with pytest.raises(refusal):
        await enrollments.ensure_open(session, stranger(), course_id=course.id, now=NOON)


async def test_stranger_may_enroll_where_others_wait(session: AsyncSession, make: Factory) -> None:
    course = await make.course(await make.user(), capacity=1)

    await enrollments.ensure_open(session, stranger(), course_id=course.id, now=NOON)
