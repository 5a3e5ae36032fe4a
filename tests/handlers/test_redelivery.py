"""Telegram brings an update again when we died before it heard that it was handled."""

from db.models import Enrollment, User
from keyboards.course import Enroll
from keyboards.meeting import Agree
from tests.conftest import Feed
from tests.factories import Factory
from tests.telegram import tap, write


async def test_answer_that_comes_again_leaves_the_next_question_open(
    feed: Feed, make: Factory
) -> None:
    course = await make.course()
    await feed(tap(77, Enroll(course_id=course.id)))
    await feed(tap(77, Agree()))
    name = write(77, "Anna Ivanova")

    await feed(name)
    again = await feed(name)
    await feed(write(77, "IT-23-1"))

    assert again.said().startswith("Hello!")
    [user] = await make.all(User)
    assert (user.full_name, user.study_group) == ("Anna Ivanova", "IT-23-1")
    assert len(await make.all(Enrollment)) == 1
