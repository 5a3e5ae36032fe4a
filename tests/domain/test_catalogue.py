"""Lists of courses: what is in them, in which order, and how they are searched."""

from datetime import date

import pytest

from db.models import CourseStatus, EnrollmentStatus, LessonStatus, Role
from domain.courses import PAGE_SIZE, Choice, CoursePage
from tests.domain.conftest import Find, Look
from tests.factories import DAY, HOUR, NOON, Factory

CANCELLED = EnrollmentStatus.CANCELLED


async def test_courses_on_offer_are_those_that_run_and_are_meant_for_one(
    find: Find, make: Factory
) -> None:
    for status in CourseStatus:
        await make.course(name=status, status=status)
    await make.course(name="for hosts", access_level=Role.HOST)

    host = await make.user(role=Role.HOST)

    assert await find() == ["published"]
    assert await find(await make.user()) == ["published"]
    assert await find(host) == ["published", "for hosts"]


async def test_what_one_can_join_has_a_seat_and_time_and_not_oneself(
    find: Find, make: Factory
) -> None:
    anna = await make.user()
    await make.course(name="unlimited")
    await make.course(await make.user(), name="one seat left", capacity=2)
    await make.course(await make.user(), name="full", capacity=1)
    await make.course(name="last moment", enroll_until=NOON)
    await make.course(name="too late", enroll_until=NOON - HOUR)
    for status in EnrollmentStatus:
        await make.enrollment(await make.course(name=status), anna, status)

    assert await find(anna, Choice.CAN_JOIN) == [
        "unlimited",
        "one seat left",
        "last moment",
        CANCELLED,
    ]


async def test_courses_of_the_university_are_a_list_of_their_own(
    find: Find, make: Factory
) -> None:
    await make.course(name="ours")
    await make.course(name="MISIS", is_from_misis=True)

    assert await find(None, Choice.MISIS) == ["MISIS"]


async def test_my_courses_are_those_i_have_not_left(find: Find, make: Factory) -> None:
    anna = await make.user()
    for status in EnrollmentStatus:
        course = await make.course(name=status, status=CourseStatus.ARCHIVED)
        await make.enrollment(course, anna, status)
    await make.course(await make.user(), name="of somebody else")

    assert await find(anna, Choice.MINE) == ["registered", "waitlisted", "completed"]
    assert await find(None, Choice.MINE) == []


async def test_list_says_where_one_stands(look: Look, make: Factory) -> None:
    anna = await make.user()
    await make.course(anna)
    await make.course(waiting=[await make.user(), anna])
    await make.course()

    found = await look(anna)

    assert [(line.mine, line.rank) for line in found.lines] == [
        (EnrollmentStatus.REGISTERED, 0),
        (EnrollmentStatus.WAITLISTED, 2),
        (None, 0),
    ]


async def test_courses_come_in_the_order_of_their_next_lessons(
    find: Find, look: Look, make: Factory
) -> None:
    for name, start in [("newer", date(2026, 2, 1)), ("older", date(2026, 1, 1)), ("?", None)]:
        await make.course(name=name, start_date=start)
    for name, starts_at in [("later", NOON + DAY), ("on", NOON - HOUR / 2), ("soon", NOON + HOUR)]:
        course = await make.course(name=name)
        await make.lesson(course, starts_at=starts_at)
        await make.lesson(course, starts_at=NOON - DAY)
        await make.lesson(course, starts_at=NOON, status=LessonStatus.CANCELLED)

    found = await look()

    assert await find() == ["on", "soon", "later", "newer", "older"]
    assert [line.next_lesson.starts_at for line in found.lines if line.next_lesson] == [
        NOON - HOUR / 2,
        NOON + HOUR,
        NOON + DAY,
    ]


@pytest.mark.parametrize(
    ("page", "number", "size"),
    [(0, 0, PAGE_SIZE), (1, 1, PAGE_SIZE), (2, 2, 1), (3, 2, 1), (9999, 2, 1)],
)
async def test_list_has_pages_and_beyond_the_last_is_the_last(
    look: Look, make: Factory, page: int, number: int, size: int
) -> None:
    for _ in range(2 * PAGE_SIZE + 1):
        await make.course()

    found = await look(page=page)

    assert (found.number, found.total, len(found.lines)) == (number, 2 * PAGE_SIZE + 1, size)


@pytest.mark.parametrize("page", [0, 7])
async def test_last_page_that_is_full_is_the_last(look: Look, make: Factory, page: int) -> None:
    for _ in range(PAGE_SIZE):
        await make.course()

    assert (await look(page=page)).number == 0


@pytest.mark.parametrize("page", [0, 7])
async def test_empty_list_has_no_pages(look: Look, make: Factory, page: int) -> None:
    await make.course()

    assert await look(words=("nothing",), page=page) == CoursePage([], 0, 0)
