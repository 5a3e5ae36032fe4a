from collections.abc import Awaitable, Callable

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
    Role,
    StaffPart,
    User,
)
from domain import enrollments
from domain.errors import CourseNotFound, DomainError, NotAllowed, NotEnrolled
from tests.factories import NOON, Factory
from tests.people import as_actor

EXPELLED = EnrollmentStatus.EXPELLED
REGISTERED, WAITLISTED = EnrollmentStatus.REGISTERED, EnrollmentStatus.WAITLISTED

Expel = Callable[[User, Enrollment], Awaitable[None]]


@pytest.fixture
def expel(session: AsyncSession) -> Expel:
    async def expel(actor: User, enrollment: Enrollment) -> None:
        await enrollments.expel(
            session,
            as_actor(actor),
            enrollment_id=enrollment.id,
            reason="was never there",
            now=NOON,
        )
        await session.flush()

    return expel


async def managed(make: Factory, *participants: User, waiting: User) -> tuple[User, Course]:
    course = await make.course(*participants, waiting=[waiting], capacity=len(participants))
    manager = await make.admin()
    await make.staff(course, manager, StaffPart.MANAGER)
    return manager, course


async def test_seat_of_the_expelled_goes_to_the_first_who_waits(
    expel: Expel, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    manager, course = await managed(make, anna, waiting=boris)
    of_anna, _ = await make.all(Enrollment)

    await expel(manager, of_anna)

    told = {it.user_id: it.kind for it in await make.all(Delivery)}
    assert [it.status for it in await make.all(Enrollment)] == [EXPELLED, REGISTERED]
    assert (await make.again(course)).taken == 1
    assert told == {anna.id: DeliveryKind.EXPELLED, boris.id: DeliveryKind.PROMOTED}


async def test_expelling_is_in_the_history_and_its_reason_is_not(
    expel: Expel, make: Factory
) -> None:
    anna, boris = await make.user(), await make.user()
    manager, _ = await managed(make, anna, waiting=boris)
    of_anna, of_boris = await make.all(Enrollment)

    await expel(manager, of_anna)

    entries = {it.action: it for it in await make.all(LogEntry)}
    assert entries.keys() == {"expel", "promoted"}
    assert entries["expel"].user_id == manager.id
    assert entries["expel"].entity_id == of_anna.id
    assert entries["expel"].details == {}
    assert (await make.again(of_anna)).reason == "was never there"
    assert entries["promoted"].entity_id == of_boris.id


async def test_who_waits_is_put_out_of_the_queue(expel: Expel, make: Factory) -> None:
    anna, boris = await make.user(), await make.user()
    manager, course = await managed(make, anna, waiting=boris)
    _, of_boris = await make.all(Enrollment)

    await expel(manager, of_boris)

    after = await make.again(of_boris)
    assert (after.status, after.waitlist_place) == (EXPELLED, None)
    assert (await make.again(course)).taken == 1
    assert [it.kind for it in await make.all(Delivery)] == [DeliveryKind.EXPELLED]


async def test_nobody_is_expelled_twice(expel: Expel, make: Factory) -> None:
    anna, boris = await make.user(), await make.user()
    manager, course = await managed(make, anna, waiting=boris)
    of_anna, _ = await make.all(Enrollment)
    await expel(manager, of_anna)

    with pytest.raises(NotEnrolled):
        await expel(manager, of_anna)

    assert (await make.again(course)).taken == 1


async def test_who_was_never_enrolled_is_not_expelled(
    session: AsyncSession, make: Factory
) -> None:
    admin = as_actor(await make.admin())

    with pytest.raises(NotEnrolled):
        await enrollments.expel(session, admin, enrollment_id=0, reason="", now=NOON)


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.ADMIN])
@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT, StaffPart.HOST])
async def test_only_a_manager_of_the_course_expels(
    expel: Expel, make: Factory, role: Role, part: StaffPart | None
) -> None:
    actor, course = await make.user(role=role), await make.course(await make.user())
    if part is not None:
        await make.staff(course, actor, part)
    [enrollment] = await make.all(Enrollment)

    with pytest.raises(NotAllowed):
        await expel(actor, enrollment)

    assert (await make.again(enrollment)).status is REGISTERED


@pytest.mark.parametrize(
    ("status", "refusal"),
    [(CourseStatus.DRAFT, CourseNotFound), (CourseStatus.FINISHED, NotAllowed)],
)
async def test_what_one_may_not_see_does_not_exist_for_them(
    expel: Expel, make: Factory, status: CourseStatus, refusal: type[DomainError]
) -> None:
    host_elsewhere = await make.user(role=Role.HOST)
    await make.staff(await make.course(), host_elsewhere, StaffPart.MANAGER)
    await make.course(await make.user(), status=status)
    [enrollment] = await make.all(Enrollment)

    with pytest.raises(refusal):
        await expel(host_elsewhere, enrollment)
