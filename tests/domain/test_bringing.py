"""Somebody is enrolled by those who run the course, while others do the same."""

import pytest

from db.models import Course, Delivery, Enrollment, LogEntry, StaffPart, User
from db.session import Transaction
from domain import bringing, enrollments
from domain.errors import DomainError
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.races import Act, Race, create_race


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


@pytest.fixture
def really(committing: Transaction) -> Factory:
    return Factory(committing)


def bringing_by(manager: User, user: User, course: Course) -> Act:
    whom = {"course_id": course.id, "user_id": user.id}
    return lambda session: bringing.bring(session, as_actor(manager), **whom, now=NOON)


async def two_managers(make: Factory, capacity: int) -> tuple[Course, User, User]:
    course, vera, boris = (
        await make.course(capacity=capacity),
        await make.admin(),
        await make.admin(),
    )
    for manager in (vera, boris):
        await make.staff(course, manager, StaffPart.MANAGER)
    return course, vera, boris


async def test_two_who_bring_the_same_person_bring_them_once(race: Race, really: Factory) -> None:
    course, vera, boris = await two_managers(really, 5)
    anna = await really.user()

    (first, is_new), (second, is_news) = await race(
        bringing_by(vera, anna, course), bringing_by(boris, anna, course)
    )

    told = [it for it in await really.all(Delivery) if it.user_id == anna.id]
    noted = [it for it in await really.all(LogEntry) if it.entity_id == first.enrollment.id]
    assert (first.enrollment.id, is_new, is_news) == (second.enrollment.id, True, False)
    assert len(told) == len([it for it in noted if it.entity == "enrollments"]) == 1
    assert (await really.again(course)).taken == 1


async def test_of_two_who_are_brought_to_one_seat_one_waits(race: Race, really: Factory) -> None:
    course, vera, boris = await two_managers(really, 1)
    anna, zoe = await really.user(), await really.user()

    await race(bringing_by(vera, anna, course), bringing_by(boris, zoe, course))

    places = [it for it in await really.all(Enrollment) if it.course_id == course.id]
    assert [it.status for it in places] == ["registered", "waitlisted"]
    assert (await really.again(course)).taken == 1


async def test_who_enrolls_at_the_same_moment_is_not_brought_again(
    race: Race, really: Factory
) -> None:
    course, vera, _ = await two_managers(really, 5)
    anna = await really.user()

    _, came_of_it = await race(
        lambda session: enrollments.enroll(session, as_actor(anna), course_id=course.id, now=NOON),
        bringing_by(vera, anna, course),
    )

    assert not isinstance(came_of_it, DomainError)
    assert came_of_it[1] is False
    assert [it for it in await really.all(Delivery) if it.user_id == anna.id] == []


async def test_manager_may_bring_themselves(race: Race, really: Factory) -> None:
    course, vera, boris = await two_managers(really, 5)

    (_, is_new), (_, is_news) = await race(
        bringing_by(vera, vera, course), bringing_by(boris, boris, course)
    )

    assert is_new
    assert is_news
    assert (await really.again(course)).taken == 2
