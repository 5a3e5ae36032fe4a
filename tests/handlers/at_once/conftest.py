"""Maria and Boris, who host one course together."""

from datetime import timedelta

import pytest

from db.models import Course, Lesson, Role, User
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import HOUR, NOON, Factory

WEEK = timedelta(weeks=1)
EVENING = NOON + 3 * HOUR


@pytest.fixture
async def people(make: Factory) -> list[User]:
    names = ("Maria", "Boris <b>")
    return [await make.user(full_name=it, role=Role.HOST) for it in names]


@pytest.fixture
async def course(make: Factory, people: list[User]) -> Course:
    course = await make.course(name="Algebra", location="B-7")
    for it in people:
        await make.staff(course, it)
    return course


@pytest.fixture
async def mondays(make: Factory, course: Course) -> list[Lesson]:
    times = [EVENING + number * WEEK for number in range(3)]
    return [await make.lesson(course, starts_at=it, planned_at=it) for it in times]


@pytest.fixture
def maria(feed: Feed, people: list[User]) -> Desk:
    return Desk(feed, people[0])


@pytest.fixture
def boris(feed: Feed, people: list[User]) -> Desk:
    return Desk(feed, people[1])
