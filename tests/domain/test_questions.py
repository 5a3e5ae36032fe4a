"""Who may ask, how often, and who is told."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Course,
    CourseStatus,
    Delivery,
    DeliveryKind,
    DeliveryStatus,
    EnrollmentStatus,
    LogEntry,
    Question,
    QuestionStatus,
    Role,
    StaffPart,
    User,
)
from db.session import Transaction
from domain import answering, erasure, questions, removing
from domain.errors import (
    CourseNotAsked,
    CourseNotFound,
    DomainError,
    NobodyToAsk,
    NotAllowed,
    NotRegistered,
    PartNotEnough,
    QuestionAnswered,
    QuestionNotFound,
    QuestionNotOpen,
    QuestionNotValid,
    QuestionToOneself,
    TooManyOpenQuestions,
    TooManyQuestions,
)
from tests.factories import DAY, HOUR, NOON, Factory
from tests.people import CAMPUS, as_actor, stranger
from tests.questions import WORDS, a_question
from tests.races import Act, Race, create_race

NIGHT = NOON + 9 * HOUR
"""Midnight in Moscow."""

MORNING = NOON + 17 * HOUR
"""Eight o'clock there."""


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna")


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria")


@pytest.fixture
async def course(make: Factory, anna: User, maria: User) -> Course:
    course = await make.course(anna)
    await make.staff(course, maria)
    return course


async def ask(
    session: AsyncSession, who: User, course: Course, typed: str = WORDS, now: datetime = NOON
) -> Course:
    return await questions.ask(
        session, as_actor(who), CAMPUS, course_id=course.id, typed=typed, now=now
    )


async def answer(session: AsyncSession, who: User, question: Question, typed: str = "No.") -> None:
    which = {"question_id": question.id}
    await answering.answer(session, as_actor(who), CAMPUS, **which, typed=typed, now=NOON)


async def told(make: Factory, kind: DeliveryKind) -> dict[int | None, Delivery]:
    return {it.user_id: it for it in await make.all(Delivery) if it.kind is kind}


async def whom_it_reaches(make: Factory, session: AsyncSession) -> set[int | None]:
    await session.commit()
    return {*await told(make, DeliveryKind.QUESTION)}


# Asking


async def test_question_goes_to_the_hosts(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    other = await make.user()
    await make.staff(course, other)
    await make.staff(course, await make.user(), StaffPart.ASSISTANT)
    await make.staff(course, await make.admin(), StaffPart.MANAGER)

    await ask(session, anna, course)

    assert await whom_it_reaches(make, session) == {maria.id, other.id}
    [question] = await make.all(Question)
    assert (question.user_id, question.text, question.is_open) == (anna.id, WORDS, True)
    [entry] = await make.all(LogEntry)
    assert (entry.action, entry.details) == ("ask_question", {"question_id": question.id})


async def test_without_a_host_the_managers_are_asked(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course, vera = await make.course(anna), await make.admin()
    await make.staff(course, vera, StaffPart.MANAGER)
    await make.staff(course, await make.user(reachable=False))
    await make.staff(course, await make.user(blocked_at=NOON))
    await make.staff(course, await make.user(telegram_id=None))

    await ask(session, anna, course)

    assert await whom_it_reaches(make, session) == {vera.id}


async def test_course_with_nobody_to_ask_says_so(
    session: AsyncSession, make: Factory, anna: User
) -> None:
    course = await make.course(anna)
    await make.staff(course, await make.user(), StaffPart.ASSISTANT)

    with pytest.raises(NobodyToAsk):
        await ask(session, anna, course)


async def test_question_about_a_course_that_is_deleted_is_closed(
    session: AsyncSession, make: Factory, anna: User, maria: User
) -> None:
    course, vera = await make.course(anna), await make.admin()
    await make.staff(course, maria)
    await make.staff(course, vera, StaffPart.MANAGER)
    open_one = await a_question(make, course, anna)
    over = await a_question(make, course, anna, status=QuestionStatus.ANSWERED, settled_at=NOON)
    other = await a_question(make, await make.course(anna), anna)

    await removing.delete(session, as_actor(vera), CAMPUS, course_id=course.id, now=NOON)

    told = [it for it in await make.all(Delivery) if it.kind is DeliveryKind.QUESTION_SETTLED]
    assert [it.payload for it in told] == [{"question_id": open_one.id}]
    statuses = [(await make.again(it)).status for it in (open_one, over, other)]
    assert statuses == [QuestionStatus.CLOSED, QuestionStatus.ANSWERED, QuestionStatus.OPEN]


@pytest.mark.parametrize("status", EnrollmentStatus)
async def test_whoever_was_ever_on_it_may_ask(
    session: AsyncSession, make: Factory, course: Course, status: EnrollmentStatus
) -> None:
    boris = await make.user()
    await make.enrollment(course, boris, status)

    assert await ask(session, boris, course)


async def test_whoever_thinks_of_joining_may_ask(
    session: AsyncSession, make: Factory, course: Course
) -> None:
    assert await ask(session, await make.user(), course)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"status": CourseStatus.ARCHIVED}, CourseNotAsked),
        ({"access_level": Role.ADMIN, "status": CourseStatus.DRAFT}, CourseNotAsked),
        ({"deleted_at": NOON}, CourseNotFound),
    ],
)
async def test_course_that_nobody_takes_part_in_is_not_asked(
    session: AsyncSession,
    make: Factory,
    anna: User,
    course: Course,
    changed: dict[str, object],
    refusal: type[DomainError],
) -> None:
    await make.change(course, **changed)

    with pytest.raises(refusal):
        await ask(session, anna, course)


async def test_stranger_introduces_themselves_first(session: AsyncSession, course: Course) -> None:
    with pytest.raises(NotRegistered):
        await questions.to_ask(session, stranger(), course_id=course.id, now=NOON)


async def test_host_does_not_ask_oneself(
    session: AsyncSession, maria: User, course: Course
) -> None:
    with pytest.raises(QuestionToOneself):
        await ask(session, maria, course)


@pytest.mark.parametrize("typed", ["", " \n ", "\u200b\u2060", "x" * 1001])
async def test_question_has_words_and_not_too_many(
    session: AsyncSession, anna: User, course: Course, typed: str
) -> None:
    with pytest.raises(QuestionNotValid):
        await ask(session, anna, course, typed)


async def test_same_words_again_are_the_same_question(
    session: AsyncSession, make: Factory, anna: User, course: Course
) -> None:
    for _ in range(5):
        await ask(session, anna, course)
    await session.commit()

    assert len(await make.all(Question)) == len(await make.all(Delivery)) == 1


async def test_three_wait_for_an_answer_and_no_more(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    those = [await a_question(make, course, anna, text) for text in "abc"]

    with pytest.raises(TooManyOpenQuestions):
        await ask(session, anna, course)
    await answer(session, maria, those[0])

    assert await ask(session, anna, course)


async def test_ten_in_a_day_and_no_more(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    over = {"settled_by": maria.id}
    for number in range(10):
        at = NOON - DAY + timedelta(minutes=number + 1)
        await a_question(make, course, anna, str(number), created_at=at, **over)

    with pytest.raises(TooManyQuestions):
        await ask(session, anna, course)

    assert await ask(session, anna, course, now=NOON + timedelta(minutes=2))


async def test_hosts_are_not_woken(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    owl = await make.user(quiet_from=time(0), quiet_to=time(0))
    await make.staff(course, owl)

    await ask(session, anna, course, now=NIGHT)
    await session.commit()

    due = {who: it.due_at for who, it in (await told(make, DeliveryKind.QUESTION)).items()}
    assert due == {maria.id: MORNING, owl.id: NIGHT}


async def test_hosts_are_woken_for_a_lesson_that_begins_soon(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    await make.lesson(course, starts_at=NIGHT + 2 * HOUR)

    await ask(session, anna, course, now=NIGHT)
    await session.commit()

    assert (await told(make, DeliveryKind.QUESTION))[maria.id].due_at == NIGHT


async def test_own_question_is_taken_back(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    question = await a_question(make, course, anna)

    for _ in range(2):
        await questions.withdraw(session, as_actor(anna), question_id=question.id, now=NOON)
    with pytest.raises(QuestionNotOpen):
        await answer(session, maria, question)
    await session.commit()

    assert (await make.again(question)).status is QuestionStatus.WITHDRAWN
    assert [it.action for it in await make.all(LogEntry)] == ["drop_question"]


async def test_question_of_somebody_else_is_nobody_elses(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    question, boris = await a_question(make, course, anna), as_actor(await make.user())

    with pytest.raises(QuestionNotFound):
        await questions.own(session, boris, question_id=question.id)
    with pytest.raises(QuestionNotFound):
        await questions.withdraw(session, boris, question_id=question.id, now=NOON)
    with pytest.raises(NotAllowed):
        await answering.see(session, boris, question_id=question.id)


# Answering


async def test_answer_goes_to_whoever_asked_and_the_others_are_told(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    others = [await make.user() for _ in range(3)]
    question = await a_question(make, course, anna)
    ways = (DeliveryStatus.SENT, DeliveryStatus.PENDING)
    for host, status in zip(others, ways, strict=False):
        await make.staff(course, host)
        key = {"dedup_key": f"question:{question.id}:{host.id}"}
        await make.delivery(host, DeliveryKind.QUESTION, status=status, **key)

    await answer(session, maria, question, "No, take\na pen.")
    await session.commit()

    settled = await make.again(question)
    assert (settled.status, settled.answer) == (QuestionStatus.ANSWERED, "No, take\na pen.")
    assert (settled.settled_by, settled.settled_at) == (maria.id, NOON)
    assert {*await told(make, DeliveryKind.QUESTION_SETTLED)} == {anna.id}
    # Who has not seen the question is not told of its answer.
    assert {*await told(make, DeliveryKind.QUESTION_ANSWERED)} == {others[0].id}
    [entry] = await make.all(LogEntry)
    about = {"question_id": question.id, "user_id": anna.id}
    assert (entry.action, entry.details) == ("answer_question", about)


async def test_first_answer_is_the_one(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    question, other = await a_question(make, course, anna), await make.user()
    await make.staff(course, other)
    await answer(session, maria, question)
    await answer(session, maria, question)

    for host in (maria, other):
        with pytest.raises(QuestionAnswered):
            await answer(session, host, question, "Yes.")


@pytest.mark.parametrize("part", [StaffPart.ASSISTANT, None])
async def test_only_those_who_run_the_course_answer(
    session: AsyncSession, make: Factory, anna: User, course: Course, part: StaffPart | None
) -> None:
    question, oleg = await a_question(make, course, anna), await make.admin()
    if part is not None:
        await make.staff(course, oleg, part)

    with pytest.raises(PartNotEnough if part else NotAllowed):
        await answer(session, oleg, question)
    with pytest.raises(NotAllowed):
        await answering.waiting(session, as_actor(oleg), course_id=course.id, page=0)


async def test_question_is_closed_without_an_answer(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    question = await a_question(make, course, anna)

    for _ in range(2):
        await answering.close(session, as_actor(maria), question_id=question.id, now=NOON)
    await session.commit()

    assert (await make.again(question)).status is QuestionStatus.CLOSED
    assert {*await told(make, DeliveryKind.QUESTION_SETTLED)} == {anna.id}
    assert [it.action for it in await make.all(LogEntry)] == ["close_question"]


async def test_who_waits_longest_comes_first_and_who_is_shut_out_does_not(
    session: AsyncSession, make: Factory, anna: User, maria: User, course: Course
) -> None:
    shut_out = await make.user(blocked_at=NOON)
    await a_question(make, course, shut_out, "?")
    await a_question(make, course, anna, "over", settled_by=maria.id)
    for number in range(6):
        at = NOON - timedelta(minutes=number)
        await a_question(make, course, anna, str(number), created_at=at)

    pages = [
        await answering.waiting(session, as_actor(maria), course_id=course.id, page=number)
        for number in (0, 1, 7)
    ]

    lines = [[it.question.text for it in found.lines] for _, found in pages]
    assert lines == [["5", "4", "3", "2", "1"], ["0"], ["0"]]
    assert {found.total for _, found in pages} == {6}


# Two at once


@pytest.fixture
def race(committing: Transaction, empty_database_url: str) -> Race:
    return create_race(committing, empty_database_url)


async def a_crowded_course(committing: Transaction) -> tuple[Factory, Course, list[User]]:
    make = Factory(committing)
    people = [await make.user() for _ in range(3)]
    course = await make.course(people[0])
    for host in people[1:]:
        await make.staff(course, host)
    return make, course, people


def answers(who: User, question: Question) -> Act:
    return lambda session: answer(session, who, question, f"By {who.id}.")


async def test_of_two_hosts_at_once_one_answers(race: Race, committing: Transaction) -> None:
    make, course, [anna, maria, boris] = await a_crowded_course(committing)
    question = await a_question(make, course, anna)

    _, second = await race(answers(maria, question), answers(boris, question))

    assert isinstance(second, QuestionAnswered)
    assert (await make.again(question)).answer == f"By {maria.id}."


async def test_two_questions_at_once_do_not_pass_the_limit(
    race: Race, committing: Transaction
) -> None:
    make, course, [anna, *_] = await a_crowded_course(committing)
    for text in "ab":
        await a_question(make, course, anna, text)

    _, second = await race(
        lambda session: ask(session, anna, course, "c"),
        lambda session: ask(session, anna, course, "d"),
    )

    assert isinstance(second, TooManyOpenQuestions)


async def test_answer_to_who_is_being_erased_reaches_nobody(
    race: Race, committing: Transaction
) -> None:
    make, course, [anna, maria, _] = await a_crowded_course(committing)
    question = await a_question(make, course, anna)

    _, second = await race(
        lambda session: erasure.erase(session, as_actor(anna), user_id=anna.id, now=NOON),
        answers(maria, question),
    )

    assert isinstance(second, QuestionNotFound)
    assert [it for it in await make.all(Question) if it.course_id == course.id] == []
