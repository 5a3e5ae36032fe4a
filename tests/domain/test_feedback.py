"""What people think of a course."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    EnrollmentStatus,
    Feedback,
    LogEntry,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import erasure, feedback
from domain.errors import (
    AlreadyReviewed,
    CourseNotFound,
    FeedbackNotFound,
    NotAllowed,
    NotEnrolled,
)
from domain.feedback import Review
from tests.factories import NOON, Factory
from tests.people import as_actor
from tests.races import Act, create_race

GOOD = Review(5, "Clear, and never boring.")


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user()


async def give(
    session: AsyncSession,
    who: User,
    course: Course,
    review: Review = GOOD,
    *,
    user_id: int | None = None,
) -> Feedback:
    given = await feedback.give(
        session, as_actor(who), review, course_id=course.id, user_id=user_id, now=NOON
    )
    await session.flush()
    return given


async def test_feedback_is_kept_with_one_entry_without_its_words(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course(anna)

    given = await give(session, anna, course, Review(4, "  Good.\nBut loud. "))

    [row], [entry] = await make.all(Feedback), await make.all(LogEntry)
    assert given.id == row.id
    assert (row.user_id, row.course_id, row.created_at) == (anna.id, course.id, NOON)
    assert (row.rating, row.comment) == (4, "Good.\nBut loud.")
    assert (entry.user_id, entry.action, entry.details) == (anna.id, "give_feedback", {})
    assert (entry.entity, entry.entity_id) == ("feedback", row.id)


async def test_feedback_is_given_once(session: AsyncSession, make: Factory, anna: User) -> None:
    course = await make.course(anna)
    first = await give(session, anna, course)

    with pytest.raises(AlreadyReviewed) as refused:
        await give(session, anna, course, Review(1))

    assert refused.value.facts() == {"id": first.id}
    assert [it.rating for it in await make.all(Feedback)] == [5]
    assert len(await make.all(LogEntry)) == 1


@pytest.mark.parametrize("status", EnrollmentStatus)
async def test_feedback_is_given_by_who_holds_a_seat(
    session: AsyncSession, make: Factory, anna: User, status: EnrollmentStatus
) -> None:
    course = await make.course()
    await make.enrollment(course, anna, status)

    if status.holds_seat:
        assert (await give(session, anna, course)).rating == 5
    else:
        with pytest.raises(NotEnrolled):
            await give(session, anna, course)


@pytest.mark.parametrize("status", [CourseStatus.FINISHED, CourseStatus.ARCHIVED])
async def test_course_that_is_over_is_reviewed_too(
    session: AsyncSession, make: Factory, anna: User, status: CourseStatus
) -> None:
    course = await make.course(anna, status=status)

    assert (await give(session, anna, course)).course_id == course.id


@pytest.mark.parametrize("hidden", [{"status": CourseStatus.DRAFT}, {"deleted_at": NOON}])
async def test_what_one_may_not_see_one_does_not_review(
    session: AsyncSession, make: Factory, anna: User, hidden: dict[str, object]
) -> None:
    course = await make.course(**hidden)  # type: ignore[arg-type]

    with pytest.raises(CourseNotFound):
        await give(session, anna, course)


@pytest.mark.parametrize("role", Role)
async def test_nobody_speaks_for_another(
    session: AsyncSession, make: Factory, anna: User, role: Role
) -> None:
    course, boris = await make.course(anna), await make.user(role=role)
    await make.staff(course, boris, StaffPart.MANAGER)

    with pytest.raises(NotAllowed):
        await give(session, boris, course, user_id=anna.id)


async def test_feedback_is_read_by_its_author(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    given = await give(session, anna, await make.course(anna))

    assert await feedback.see(session, as_actor(anna), feedback_id=given.id) is given


async def test_others_do_not_know_whose_it_is(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    boris, host = await make.user(), await make.user()
    course = await make.course(anna, boris)
    await make.staff(course, host, StaffPart.MANAGER)
    given = await give(session, anna, course)

    for who in (boris, host, await make.admin()):
        with pytest.raises(FeedbackNotFound):
            await feedback.see(session, as_actor(who), feedback_id=given.id)


async def test_two_reviews_of_one_person_at_once_are_one(
    committing: Transaction, empty_database_url: str
) -> None:
    make, race = Factory(committing), create_race(committing, empty_database_url)
    anna = await make.user()
    course = await make.course(anna)

    first, second = await race(review(anna, course, 5), review(anna, course, 1))

    assert isinstance(second, AlreadyReviewed)
    assert second.feedback_id == first.id
    assert [it.rating for it in await make.all(Feedback)] == [5]


async def test_who_is_being_erased_says_nothing_more(
    committing: Transaction, empty_database_url: str
) -> None:
    make, race = Factory(committing), create_race(committing, empty_database_url)
    anna = await make.user()
    course = await make.course()
    await make.enrollment(course, anna, EnrollmentStatus.COMPLETED)

    def erase(session: AsyncSession) -> object:
        return erasure.erase(session, as_actor(anna), user_id=anna.id, now=NOON)

    _, second = await race(erase, review(anna, course, 5))

    assert isinstance(second, NotEnrolled)
    assert [it for it in await make.all(Feedback) if it.course_id == course.id] == []


def review(user: User, course: Course, rating: int) -> Act:
    return lambda session: give(session, user, course, Review(rating))
