"""Each guard against a race: that it keeps two people apart, and what happens without it."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Enrollment, EnrollmentStatus, User
from db.queries.enrollments import Standing
from db.session import Conflict, Transaction
from domain import enrollments, erasure
from domain.errors import CourseNotFound
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.races import Act, Race, create_race

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

COURSE_LOCK = " FOR UPDATE OF courses"


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.fixture
def make(committing: Transaction) -> Factory:
    return Factory(committing)


def enroll(user: User, course: Course) -> Act:
    async def act(session: AsyncSession) -> Standing:
        actor = as_actor(user)
        joined = await enrollments.enroll(session, actor, course_id=course.id, now=NOON)
        return joined.standing

    return act


def leave(user: User, course: Course) -> Act:
    actor = as_actor(user)
    return lambda session: enrollments.leave(session, actor, course_id=course.id, now=NOON)


def erase(user: User) -> Act:
    return lambda session: erasure.erase(session, as_actor(user), user_id=user.id, now=NOON)


async def live(make: Factory, user: User) -> list[EnrollmentStatus]:
    mine = [it.status for it in await make.all(Enrollment) if it.user_id == user.id]
    return [status for status in mine if status.is_live]


async def test_of_two_who_want_the_last_seat_the_second_waits(race: Race, make: Factory) -> None:
    anna, boris, course = await make.user(), await make.user(), await make.course(capacity=1)

    first, second = await race(enroll(anna, course), enroll(boris, course))

    assert first == Standing(REGISTERED, is_new=True, rank=0)
    assert second == Standing(WAITLISTED, is_new=True, rank=1)


async def test_without_the_course_lock_both_reach_for_the_last_seat(
    race: Race, make: Factory
) -> None:
    anna, boris, course = await make.user(), await make.user(), await make.course(capacity=1)

    first, second = await race(enroll(anna, course), enroll(boris, course), guard=COURSE_LOCK)

    assert first.status is REGISTERED
    assert isinstance(second, IntegrityError)
    assert "ck_courses_taken_fits" in str(second)


async def test_two_who_queue_at_once_have_two_ranks(race: Race, make: Factory) -> None:
    anna, boris, course = await make.user(), await make.user(), await make.course(capacity=0)

    first, second = await race(enroll(anna, course), enroll(boris, course))

    assert (first.rank, second.rank) == (1, 2)


async def test_without_the_course_lock_both_are_told_that_they_are_first(
    race: Race, make: Factory
) -> None:
    anna, boris, course = await make.user(), await make.user(), await make.course(capacity=0)

    first, second = await race(enroll(anna, course), enroll(boris, course), guard=COURSE_LOCK)

    assert (first.rank, second.rank) == (1, 1)


@pytest.mark.parametrize(("guard", "taken"), [("", 0), (COURSE_LOCK, 1)])
async def test_only_the_course_lock_counts_two_who_leave_at_once(
    race: Race, make: Factory, guard: str, taken: int
) -> None:
    anna, boris = await make.user(), await make.user()
    course = await make.course(anna, boris)

    await race(leave(anna, course), leave(boris, course), guard=guard)

    assert await live(make, anna) == await live(make, boris) == []
    assert (await make.again(course)).taken == taken


@pytest.mark.parametrize("standing", [[REGISTERED], [WAITLISTED]])
async def test_two_taps_of_one_person_make_one_enrollment(
    race: Race, make: Factory, standing: list[EnrollmentStatus]
) -> None:
    anna, course = await make.user(), await make.course(capacity=int(standing == [REGISTERED]))

    first, second = await race(enroll(anna, course), enroll(anna, course))

    assert (first.is_new, second.is_new) == (True, False)
    assert await live(make, anna) == standing


async def test_who_is_being_erased_joins_nothing(race: Race, make: Factory) -> None:
    anna, course = await make.user(), await make.course()

    _, joined = await race(erase(anna), enroll(anna, course))

    assert isinstance(joined, CourseNotFound)
    assert await live(make, anna) == []
    assert (await make.again(course)).taken == 0


@pytest.mark.parametrize("guard", [" AND erased_at IS NULL", " FOR KEY SHARE"])
async def test_without_either_half_of_its_guard_the_erased_join(
    race: Race, make: Factory, guard: str
) -> None:
    anna, course = await make.user(), await make.course()

    await race(erase(anna), enroll(anna, course), guard=guard)

    assert (await make.again(anna)).erased_at == NOON
    assert await live(make, anna) == [REGISTERED]


async def test_erasing_begins_again_for_whoever_has_just_joined(
    committing: Transaction, race: Race, make: Factory
) -> None:
    anna, course = await make.user(), await make.course()

    _, erased = await race(enroll(anna, course), erase(anna))
    async with committing() as session:
        await erase(anna)(session)

    assert isinstance(erased, Conflict)
    assert (await make.again(anna)).erased_at == NOON
    assert await live(make, anna) == []
    assert (await make.again(course)).taken == 0


async def test_without_the_lock_of_the_person_who_has_just_joined_stays(
    race: Race, make: Factory
) -> None:
    anna, course = await make.user(), await make.course()

    await race(enroll(anna, course), erase(anna), guard=" FOR UPDATE", within="FROM users")

    assert (await make.again(anna)).erased_at == NOON
    assert await live(make, anna) == [REGISTERED]
