# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""A person says what they thought of a course: stars, then words."""

from typing import Any

import pytest

from db.models import Course, CourseStatus, DialogState, EnrollmentStatus, Feedback, User
from domain.rating import Stars
from keyboards.catalogue import ShowCourse
from keyboards.feedback import EndFeedback, GiveStars, ShowFeedback
from keyboards.home import Home
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import Factory
from tests.telegram import tap
from tests.test_hostile_names import NAMES

STARS = ["1 ⭐", "2 ⭐", "3 ⭐", "4 ⭐", "5 ⭐"]
MORE = (
    "If you like, write a few words: what was good, what could be better? Until then you can "
    "choose other stars."
)
ANONYMOUS = "The course team sees no names, and nothing at all before there are three answers."
THANKS = (
    "🙏 Thank you for your feedback on <b>Mathematics</b>! It helps to make the course better."
)
ALREADY = "You have given your feedback already, so it stays as it is."


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    course = await make.course(anna, status=CourseStatus.FINISHED)
    place = await make.enrollment_of(course, anna)
    await make.change(place, status=EnrollmentStatus.COMPLETED)
    return course


@pytest.fixture
def desk(feed: Feed, anna: User) -> Desk:
    return Desk(feed, anna)


def stars(course: Course, count: int) -> GiveStars:
    return GiveStars(course_id=course.id, stars=Stars(count))


async def kept(make: Factory) -> list[tuple[int, str]]:
    return [(it.rating, it.comment) for it in await make.all(Feedback)]


async def test_card_of_a_course_that_is_over_offers_it(desk: Desk, course: Course) -> None:
    await desk.press(ShowCourse(course_id=course.id))

    said = await desk.press("⭐ My feedback")

    question = "How did you like <b>Mathematics</b>? Choose from one star to five."
    assert said == f"{question}\n\n{ANONYMOUS}"
    assert desk.labels == [*STARS, "To the course", "🏠 Menu"]


async def test_card_of_a_course_that_is_on_does_not(
    desk: Desk, make: Factory, course: Course
) -> None:
    await make.change(course, status=CourseStatus.PUBLISHED)

    await desk.press(ShowCourse(course_id=course.id))

    assert "⭐ My feedback" not in desk.labels


async def test_stars_are_kept_with_one_tap_and_words_may_follow(
    desk: Desk, make: Factory, course: Course
) -> None:
    said = await desk.press(stars(course, 4))

    assert said == f"Your feedback on <b>Mathematics</b>: ★★★★☆\n\n{MORE}"
    chosen = [*STARS[:3], "✓ 4 ⭐", STARS[4]]
    assert desk.labels == [*chosen, "Without words", "To the course", "🏠 Menu"]
    assert await kept(make) == [(4, "")]

    assert await desk.write("Clear.\nNever boring.") == THANKS
    assert await kept(make) == [(4, "Clear.\nNever boring.")]
    assert [it.state for it in await make.all(DialogState)] == [None]


async def test_other_stars_may_be_chosen_from_an_old_message_until_there_are_words(
    desk: Desk, make: Factory, course: Course
) -> None:
    await desk.press(stars(course, 1))
    assert "★★★★★" in await desk.press(stars(course, 5))
    await desk.write("Good.")

    said = await desk.press(stars(course, 1))

    kept_so = "Your feedback on <b>Mathematics</b>: ★★★★★\n\n<blockquote>Good.</blockquote>"
    assert said == f"{ALREADY}\n\n{kept_so}\n\nIt is kept like this. Thank you!"
    assert await kept(make) == [(5, "Good.")]


async def test_words_may_be_left_out(desk: Desk, make: Factory, course: Course) -> None:
    await desk.press(stars(course, 3))

    assert await desk.press("Without words") == THANKS
    assert [it.state for it in await make.all(DialogState)] == [None]
    assert "★★★☆☆" in await desk.press(ShowFeedback(course_id=course.id))
    assert await desk.write("Better late.") == THANKS
    assert await kept(make) == [(3, "Better late.")]


async def test_without_stars_there_is_nothing_to_end(desk: Desk, course: Course) -> None:
    assert "Choose from one star to five" in await desk.press(EndFeedback(course_id=course.id))


@pytest.mark.parametrize("content", NOT_TEXT.values(), ids=NOT_TEXT)
async def test_what_is_no_text_is_asked_for_in_words(
    desk: Desk, make: Factory, course: Course, content: dict[str, Any]
) -> None:
    await desk.press(stars(course, 3))

    said = await desk.send(**content)

    assert said == "Please write it in words, as one message. Or leave it at the stars."
    assert "Without words" in desk.labels
    assert await kept(make) == [(3, "")]


async def test_too_many_words_are_refused_and_fewer_are_waited_for(
    desk: Desk, make: Factory, course: Course
) -> None:
    await desk.press(stars(course, 3))

    said = await desk.write("x" * 2001)
    assert said == (
        "Feedback has up to 2000 characters. Say it in fewer, or leave it at the stars."
    )

    assert await desk.write("x" * 2000) == THANKS


async def test_menu_leaves_it_at_the_stars(desk: Desk, make: Factory, course: Course) -> None:
    await desk.press(stars(course, 3))
    await desk.press(Home())

    await desk.write("Python")

    assert await kept(make) == [(3, "")]


@pytest.mark.parametrize("words", NAMES.values(), ids=NAMES)
async def test_hostile_words_are_only_words(
    desk: Desk, make: Factory, course: Course, words: str
) -> None:
    await desk.press(stars(course, 3))
    await desk.write(words)

    await desk.press(ShowFeedback(course_id=course.id))


async def test_others_have_nothing_to_say(feed: Feed, make: Factory, course: Course) -> None:
    boris = await make.user()

    telegram = await feed(tap(boris.telegram_id, stars(course, 1)))

    assert telegram.notice() == "You are not on this course."
    assert await kept(make) == []


@pytest.mark.parametrize("count", ["0", "6", "-1", "x"])
async def test_forged_stars_are_none(
    feed: Feed, make: Factory, anna: User, course: Course, count: str
) -> None:
    await feed(tap(anna.telegram_id, f"stars:{course.id}:{count}"))

    assert await kept(make) == []


async def test_in_russian(feed: Feed, make: Factory, course: Course) -> None:
    boris = await make.user(language="ru")
    await make.enrollment(course, boris)
    desk = Desk(feed, boris)

    assert await desk.press(stars(course, 5)) == (
        "Ваш отзыв о курсе <b>Mathematics</b>: ★★★★★\n\nХотите добавить пару слов? Напишите "
        "сообщением, что понравилось и что можно улучшить. А пока оценку ещё можно поменять."
    )
    assert "Без комментария" in desk.labels
