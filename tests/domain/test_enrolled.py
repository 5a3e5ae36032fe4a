"""What those who run a course make of its enrollments."""

from collections.abc import Awaitable, Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    Enrollment,
    EnrollmentStatus,
    LogEntry,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import enrolled
from domain.enrolled import STEPS, Enrolled, Step
from domain.errors import (
    CourseFull,
    EnrollmentNotFound,
    ReasonNotValid,
    StepNotPossible,
)
from tests.domain.conftest import Standings
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.races import Act, create_race

REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED
COMPLETED, EXPELLED = EnrollmentStatus.COMPLETED, EnrollmentStatus.EXPELLED
CANCELLED = EnrollmentStatus.CANCELLED

SHOWN = [it for it in EnrollmentStatus if it is not CANCELLED]
PAIRS = list(product(SHOWN, EnrollmentStatus))

Take = Callable[..., Awaitable[Enrolled]]


@pytest.fixture
async def vera(make: Factory) -> User:
    return await make.admin()


@pytest.fixture
def take(session: AsyncSession, vera: User) -> Take:
    async def take(place: Enrollment, status: EnrollmentStatus, reason: str = "") -> Enrolled:
        changed = await enrolled.change(
            session,
            as_actor(vera),
            enrollment_id=place.id,
            step=Step(status, reason),
            now=NOON,
        )
        await session.flush()
        return changed

    return take


async def placed(
    make: Factory, vera: User, status: EnrollmentStatus, **changed: Any
) -> tuple[Course, Enrollment]:
    """A course that Vera runs, with somebody on it."""
    course = await make.course(**changed)
    await make.change(course, taken=int(status.holds_seat))
    await make.staff(course, vera, StaffPart.MANAGER)
    return course, await make.enrollment(course, await make.user(), status)


def is_possible(before: EnrollmentStatus, after: EnrollmentStatus) -> bool:
    return after in STEPS[before]


@pytest.mark.parametrize(("before", "after"), [it for it in PAIRS if is_possible(*it)])
async def test_possible_step_is_taken_with_its_seat_and_one_entry(
    take: Take,
    make: Factory,
    vera: User,
    before: EnrollmentStatus,
    after: EnrollmentStatus,
) -> None:
    course, place = await placed(make, vera, before)

    changed = await take(place, after)

    now, [entry] = await make.again(place), await make.all(LogEntry)
    assert changed.enrollment.status is now.status is after
    assert (now.waitlist_place, now.changed_at) == (None, NOON)
    assert (await make.again(course)).taken == int(after.holds_seat)
    assert (entry.user_id, entry.entity, entry.entity_id) == (vera.id, "enrollments", place.id)


@pytest.mark.parametrize(
    ("before", "after"), [it for it in PAIRS if it[0] is not it[1] and not is_possible(*it)]
)
async def test_other_step_is_refused(
    take: Take,
    make: Factory,
    vera: User,
    before: EnrollmentStatus,
    after: EnrollmentStatus,
) -> None:
    course, place = await placed(make, vera, before)

    with pytest.raises(StepNotPossible):
        await take(place, after)

    assert (await make.again(course)).taken == int(before.holds_seat)


@pytest.mark.parametrize("status", SHOWN)
async def test_what_it_is_already_it_stays(
    take: Take, make: Factory, vera: User, status: EnrollmentStatus
) -> None:
    course, place = await placed(make, vera, status)

    await take(place, status)

    now = await make.again(place)
    assert (now.status, now.changed_at) == (place.status, place.changed_at)
    assert (await make.again(course)).taken == int(status.holds_seat)
    assert await make.all(LogEntry) == []


@pytest.mark.parametrize("status", EnrollmentStatus)
async def test_what_is_cancelled_is_not_there(
    take: Take, make: Factory, vera: User, status: EnrollmentStatus
) -> None:
    _, place = await placed(make, vera, CANCELLED)

    with pytest.raises(EnrollmentNotFound):
        await take(place, status)


async def test_what_changed_is_in_the_history(take: Take, make: Factory, vera: User) -> None:
    _, place = await placed(make, vera, WAITLISTED)

    for status in (REGISTERED, COMPLETED, REGISTERED, EXPELLED, CANCELLED):
        await take(place, status)

    assert [(it.action, it.details) for it in await make.all(LogEntry)] == [
        ("move_enrollment", {"status": ["waitlisted", "registered"]}),
        ("complete", {}),
        ("move_enrollment", {"status": ["completed", "registered"]}),
        ("expel", {}),
        ("move_enrollment", {"status": ["expelled", "cancelled"]}),
    ]


@pytest.mark.parametrize("before", [WAITLISTED, EXPELLED])
async def test_seat_is_given_only_where_one_is_free(
    take: Take, make: Factory, vera: User, before: EnrollmentStatus
) -> None:
    course, place = await placed(make, vera, before, capacity=0)

    with pytest.raises(CourseFull):
        await take(place, REGISTERED)

    assert (await make.again(course)).taken == 0


async def test_who_gets_a_seat_out_of_the_queue_is_told_once(
    take: Take, make: Factory, vera: User
) -> None:
    course, place = await placed(make, vera, WAITLISTED, capacity=1)

    await take(place, REGISTERED)

    [notice] = await make.all(Delivery)
    assert (notice.kind, notice.user_id) == (DeliveryKind.PROMOTED, place.user_id)
    assert notice.payload == {"course_id": course.id}


@pytest.mark.parametrize("after", [EXPELLED, CANCELLED])
async def test_seat_that_comes_free_goes_to_the_first_who_waits(
    take: Take, make: Factory, vera: User, standings: Standings, after: EnrollmentStatus
) -> None:
    course, place = await placed(make, vera, REGISTERED, capacity=1)
    boris, clara = await make.user(), await make.user()
    for person in (boris, clara):
        await make.enrollment(course, person, WAITLISTED)

    await take(place, after)

    assert await standings(boris, clara) == "rw"
    assert (await make.again(course)).taken == 1


async def test_reason_is_kept_as_long_as_they_are_expelled(
    take: Take, make: Factory, vera: User
) -> None:
    _, place = await placed(make, vera, REGISTERED)

    expelled = (await take(place, EXPELLED, "was never there")).enrollment.reason
    back = (await take(place, REGISTERED)).enrollment.reason

    assert (expelled, back) == ("was never there", None)


async def test_reason_has_a_limit(take: Take, make: Factory, vera: User) -> None:
    _, place = await placed(make, vera, REGISTERED)

    with pytest.raises(ReasonNotValid):
        await take(place, EXPELLED, "x" * 301)


async def test_deleted_course_has_no_enrollments(take: Take, make: Factory, vera: User) -> None:
    course, place = await placed(make, vera, REGISTERED)
    await make.change(course, deleted_at=NOON, status=CourseStatus.ARCHIVED)

    with pytest.raises(EnrollmentNotFound):
        await take(place, COMPLETED)


async def test_of_two_who_are_admitted_to_one_seat_one_gets_it(
    committing: Transaction, empty_database_url: str
) -> None:
    make, race = Factory(committing), create_race(committing, empty_database_url)
    course = await make.course(waiting=[await make.user(), await make.user()], capacity=1)
    become = await run_by_somebody(make, course)
    first, second = [it for it in await make.all(Enrollment) if it.course_id == course.id]

    _, came_of_it = await race(become(first, REGISTERED), become(second, REGISTERED))

    statuses = [(await make.again(it)).status for it in (first, second)]
    assert isinstance(came_of_it, CourseFull)
    assert statuses == [REGISTERED, WAITLISTED]
    assert (await make.again(course)).taken == 1


async def test_who_leaves_while_they_are_completed_is_gone(
    committing: Transaction, empty_database_url: str
) -> None:
    make, race = Factory(committing), create_race(committing, empty_database_url)
    course = await make.course(await make.user())
    become = await run_by_somebody(make, course)
    [place] = [it for it in await make.all(Enrollment) if it.course_id == course.id]

    _, came_of_it = await race(become(place, CANCELLED), become(place, COMPLETED))

    assert isinstance(came_of_it, EnrollmentNotFound)
    assert (await make.again(place)).status is CANCELLED
    assert (await make.again(course)).taken == 0


async def run_by_somebody(
    make: Factory, course: Course
) -> Callable[[Enrollment, EnrollmentStatus], Act]:
    vera = await make.admin()
    await make.staff(course, vera, StaffPart.MANAGER)

    def become(place: Enrollment, status: EnrollmentStatus) -> Act:
        place_id, step = place.id, Step(status)
        return lambda session: enrolled.change(
            session, as_actor(vera), enrollment_id=place_id, step=step, now=NOON
        )

    return become
