"""What those who run a course read of what people thought."""

import pytest

from db.models import Course, Feedback, Role, StaffPart, User
from keyboards.editing import RunCourse
from keyboards.reviews import ShowReviews
from tests import limits
from tests.conftest import Feed
from tests.desk import Desk
from tests.factories import Factory
from tests.telegram import tap
from tests.test_hostile_names import NAMES


@pytest.fixture
async def host(make: Factory) -> User:
    return await make.user(role=Role.HOST)


@pytest.fixture
async def course(make: Factory, host: User) -> Course:
    course = await make.course()
    await make.staff(course, host)
    return course


@pytest.fixture
def desk(feed: Feed, host: User) -> Desk:
    return Desk(feed, host)


async def give(make: Factory, course: Course, rating: int, words: str = "") -> None:
    whose = {"course_id": course.id, "user_id": (await make.user(full_name="Zina")).id}
    await make.add(Feedback(rating=rating, comment=words, **whose))


async def test_hub_leads_there_and_back(desk: Desk, course: Course) -> None:
    await desk.press(RunCourse(course_id=course.id))

    said = await desk.press("⭐ Feedback")

    assert said == (
        "<b>Feedback on Mathematics</b>\n\nNone yet. When the course ends, I ask everybody who "
        "came to it."
    )
    assert desk.labels == ["⬅️ To managing", "🏠 Menu"]


async def test_two_answers_are_only_counted(desk: Desk, make: Factory, course: Course) -> None:
    await give(make, course, 1, "Too loud.")
    await give(make, course, 1)

    said = await desk.press(ShowReviews(course_id=course.id))

    assert said == (
        "<b>Feedback on Mathematics</b>\n\n2 answers so far. I show them from 3 on, so that "
        "nobody is recognized."
    )


async def test_three_answers_are_read_without_names(
    desk: Desk, make: Factory, course: Course
) -> None:
    await give(make, course, 2, "Too loud.")
    await give(make, course, 5, "Clear.")
    await give(make, course, 5)

    said = await desk.press(ShowReviews(course_id=course.id))

    assert said == (
        "<b>Feedback on Mathematics</b>\n\n4.0 of 5, from 3 answers\n★★★★★ 2\n★★★★☆ 0\n★★★☆☆ 0\n"
        "★★☆☆☆ 1\n★☆☆☆☆ 0\n\n★★★★★\n<blockquote>Clear.</blockquote>\n\n★★☆☆☆\n"
        "<blockquote>Too loud.</blockquote>"
    )


async def test_stars_alone_are_shown_too(desk: Desk, make: Factory, course: Course) -> None:
    for _ in range(3):
        await give(make, course, 5)

    said = await desk.press(ShowReviews(course_id=course.id))

    assert said.endswith("Nobody has written any words yet.")


async def test_comments_have_pages_and_fit(desk: Desk, make: Factory, course: Course) -> None:
    for name in (*NAMES.values(), "&" * 2000, "🙂" * 1000):
        await give(make, course, 5, name)

    await desk.press(ShowReviews(course_id=course.id))
    for _ in range(len(NAMES) // 4 + 1):
        await desk.press("➡️")
        assert limits.units(limits.read(desk.telegram.said())) <= limits.TEXT


@pytest.mark.parametrize("part", [None, StaffPart.ASSISTANT])
async def test_others_are_refused(
    feed: Feed, make: Factory, course: Course, part: StaffPart | None
) -> None:
    boris = await make.user()
    if part is not None:
        await make.staff(course, boris, part)

    telegram = await feed(tap(boris.telegram_id, ShowReviews(course_id=course.id)))

    assert telegram.notice()
