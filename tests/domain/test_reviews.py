"""What those who run a course read of what people thought."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, Feedback, StaffPart
from domain import reviews
from domain.errors import CourseNotFound, NotAllowed, PartNotEnough
from domain.reviews import PAGE_SIZE, Reviews
from tests.factories import Factory
from tests.people import as_actor


async def give(make: Factory, course: Course, *ratings: int, words: str = "") -> None:
    for it in ratings:
        user = await make.user()
        about = {"course_id": course.id, "user_id": user.id}
        comment = words and f"{words} {it}"
        await make.add(Feedback(rating=it, comment=comment, **about))


async def see(session: AsyncSession, make: Factory, course: Course, page: int = 0) -> Reviews:
    admin = as_actor(await make.admin())
    return await reviews.see(session, admin, course_id=course.id, page=page)


@pytest.mark.parametrize("count", [0, 1, 2])
async def test_fewer_than_three_are_only_counted(
    session: AsyncSession, make: Factory, count: int
) -> None:
    course = await make.course()
    await give(make, course, *([5] * count), words="Mine alone")

    seen = await see(session, make, course)

    assert (seen.ratings.count, seen.is_open, seen.comments.lines) == (count, False, [])


async def test_three_are_shown_without_names(session: AsyncSession, make: Factory) -> None:
    course = await make.course()
    await give(make, course, 5, 4, words="Good")
    await give(make, course, 2)
    await give(make, await make.course(), 1, words="Of another course")

    seen = await see(session, make, course)

    assert seen.is_open
    assert round(seen.ratings.average, 2) == 3.67
    assert seen.ratings.by_stars == {5: 1, 4: 1, 2: 1}
    assert [(it.rating, it.words) for it in seen.comments.lines] == [(5, "Good 5"), (4, "Good 4")]


async def test_order_does_not_tell_whose_they_are(session: AsyncSession, make: Factory) -> None:
    course = await make.course()
    for number in range(12):
        await give(make, course, 5, words=f"{number:02}")

    pages = [await see(session, make, course, it) for it in range(3)]
    words = [it.words for page in pages for it in page.comments.lines]

    assert len(words) == len(set(words)) == 12 == 3 * PAGE_SIZE
    assert words != sorted(words)
    assert (await see(session, make, course, 99)).comments.number == 2


@pytest.mark.parametrize("part", [None, *StaffPart])
async def test_hosts_and_managers_see_them(
    session: AsyncSession, make: Factory, part: StaffPart | None
) -> None:
    vera, course = await make.user(), await make.course()
    if part is not None:
        await make.staff(course, vera, part)
    act = reviews.see(session, as_actor(vera), course_id=course.id, page=0)

    if part in {StaffPart.HOST, StaffPart.MANAGER}:
        assert (await act).course.id == course.id
    else:
        with pytest.raises(NotAllowed if part is None else PartNotEnough):
            await act


async def test_of_a_course_that_is_not_there_nothing_is_seen(
    session: AsyncSession, make: Factory
) -> None:
    with pytest.raises(CourseNotFound):
        await see(session, make, Course(id=2**40))
