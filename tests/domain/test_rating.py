"""Stars and words for a course, as they are given in the chat."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Course, EnrollmentStatus, Feedback, LogEntry, Role, User
from db.session import Transaction
from domain import erasure, feedback, rating
from domain.errors import (
    AlreadyReviewed,
    CommentNotValid,
    CourseNotFound,
    FeedbackNotFound,
    NotEnrolled,
)
from domain.feedback import Review
from domain.rating import Opinion, Stars
from tests.factories import NOON, Factory
from tests.people import as_actor, stranger
from tests.races import Race, create_race


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


@pytest.fixture
async def course(make: Factory, anna: User) -> Course:
    return await make.course(anna)


async def rate(session: AsyncSession, who: User, course: Course, stars: Stars) -> Opinion:
    which: dict[str, Any] = {"course_id": course.id, "stars": stars, "now": NOON}
    given = await rating.rate(session, as_actor(who), **which)
    await session.flush()
    return given


async def say(session: AsyncSession, who: User, course: Course, words: str) -> Opinion:
    which: dict[str, Any] = {"course_id": course.id, "typed": words, "now": NOON}
    given = await rating.comment(session, as_actor(who), **which)
    await session.flush()
    return given


async def kept(make: Factory) -> list[tuple[int, str]]:
    return [(it.rating, it.comment) for it in await make.all(Feedback)]


async def actions(make: Factory) -> list[str]:
    entries = await make.all(LogEntry)
    assert all(it.details == {} for it in entries), "the history would say what they think"
    return [it.action for it in entries]


async def test_stars_may_be_others_until_there_are_words(
    session: AsyncSession, make: Factory, anna: User, course: Course
) -> None:
    assert (await rate(session, anna, course, Stars.TWO)).stars is Stars.TWO
    assert (await rate(session, anna, course, Stars.FIVE)).is_news
    assert (await say(session, anna, course, "  Clear.\nLoud. ")).is_news

    again = await rate(session, anna, course, Stars.ONE)

    assert (again.stars, again.is_news, again.is_settled) == (Stars.FIVE, False, True)
    assert await kept(make) == [(5, "Clear.\nLoud.")]
    assert await actions(make) == ["give_feedback", "change_feedback", "add_comment"]


async def test_same_stars_again_change_nothing(
    session: AsyncSession, make: Factory, anna: User, course: Course
) -> None:
    await rate(session, anna, course, Stars.FOUR)

    assert (await rate(session, anna, course, Stars.FOUR)).is_news
    assert await actions(make) == ["give_feedback"]


async def test_words_stay_as_they_were_first_said(
    session: AsyncSession, make: Factory, anna: User, course: Course
) -> None:
    await rate(session, anna, course, Stars.FOUR)
    await say(session, anna, course, "Good.")

    assert not (await say(session, anna, course, "Bad.")).is_news
    assert await kept(make) == [(4, "Good.")]


@pytest.mark.parametrize("words", [" \n ", "x" * 2001])
async def test_words_are_some_and_not_too_many(
    session: AsyncSession, make: Factory, anna: User, course: Course, words: str
) -> None:
    await rate(session, anna, course, Stars.FOUR)

    with pytest.raises(CommentNotValid):
        await say(session, anna, course, words)


async def test_words_without_stars_are_refused(
    session: AsyncSession, anna: User, course: Course
) -> None:
    with pytest.raises(FeedbackNotFound):
        await say(session, anna, course, "Good.")


@pytest.mark.parametrize("status", [it for it in EnrollmentStatus if not it.holds_seat])
async def test_who_has_no_seat_has_no_stars_to_give(
    session: AsyncSession, make: Factory, status: EnrollmentStatus
) -> None:
    boris, course = await make.user(), await make.course()
    await make.enrollment(course, boris, status)

    with pytest.raises(NotEnrolled):
        await rate(session, boris, course, Stars.ONE)
    assert await kept(make) == []


async def test_strangers_and_those_who_do_not_see_the_course_are_refused(
    session: AsyncSession, make: Factory, anna: User, course: Course
) -> None:
    hidden = await make.course(access_level=Role.HOST)

    with pytest.raises(NotEnrolled):
        await rating.see(session, stranger(), course_id=course.id)
    with pytest.raises(CourseNotFound):
        await rate(session, anna, hidden, Stars.ONE)


@pytest.fixture
def committed(committing: Transaction) -> Factory:
    return Factory(committing)


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


async def test_given_by_a_request_and_in_the_chat_at_once_it_is_there_once(
    race: Race, committed: Factory
) -> None:
    anna = await committed.user()
    by_request, in_chat = await committed.course(anna), await committed.course(anna)

    async def ask(session: AsyncSession, course: Course) -> None:
        about: dict[str, Any] = {"course_id": course.id, "user_id": None, "now": NOON}
        await feedback.give(session, as_actor(anna), Review(1, "By a request."), **about)

    async def tap(session: AsyncSession, course: Course) -> Opinion:
        return await rate(session, anna, course, Stars.FIVE)

    _, tapped = await race(lambda it: ask(it, by_request), lambda it: tap(it, by_request))
    _, asked = await race(lambda it: tap(it, in_chat), lambda it: ask(it, in_chat))

    assert (tapped.stars, tapped.is_news) == (Stars.ONE, False)
    assert isinstance(asked, AlreadyReviewed)
    of = {it.course_id: (it.rating, it.comment) for it in await committed.all(Feedback)}
    assert of[by_request.id] == (1, "By a request.")
    assert of[in_chat.id] == (5, "")


async def test_of_stars_and_words_at_once_both_are_kept(
    race: Race, committing: Transaction, committed: Factory
) -> None:
    anna = await committed.user()
    course = await committed.course(anna)
    async with committing() as session:
        await rate(session, anna, course, Stars.TWO)

    _, late = await race(
        lambda it: say(it, anna, course, "Good."), lambda it: rate(it, anna, course, Stars.FIVE)
    )

    assert (late.stars, late.is_news) == (Stars.TWO, False)
    assert (2, "Good.") in await kept(committed)


async def test_who_is_being_erased_says_nothing_more(
    race: Race, committing: Transaction, committed: Factory
) -> None:
    anna = await committed.user()
    course = await committed.course(anna)
    async with committing() as session:
        await rate(session, anna, course, Stars.TWO)

    async def erase(session: AsyncSession) -> None:
        await erasure.erase(session, None, user_id=anna.id, now=NOON)

    await race(erase, lambda it: say(it, anna, course, "Secret words."))

    assert all(words != "Secret words." for _, words in await kept(committed))
