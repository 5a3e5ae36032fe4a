"""What hosts are told of questions, and those who asked of what came of them."""

from typing import Any

import pytest

from db.models import Course, DeliveryKind, Question, QuestionStatus, User
from domain.campus import LANGUAGES
from keyboards.answering import AskAnswer, ShowQuestions
from scheduler.deliveries import Sender
from tests.factories import NOON, Factory
from tests.questions import a_question
from tests.telegram import RecordedSession
from tests.test_hostile_names import NAMES


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna <1>", telegram_id=7_700_112_233)


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria & Co", telegram_id=7_700_445_566)


@pytest.fixture
async def course(make: Factory, maria: User) -> Course:
    course = await make.course(name="Algebra <1>")
    await make.staff(course, maria)
    return course


async def owe(make: Factory, kind: DeliveryKind, who: User, question: Question) -> None:
    await make.delivery(who, kind, payload={"question_id": question.id})


async def test_host_is_told_who_asks_about_which_course(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    maria: User,
    course: Course,
) -> None:
    question = await a_question(make, course, anna, "Shall I bring <b>this</b>?")
    await owe(make, DeliveryKind.QUESTION, maria, question)

    await sender.drain()

    assert telegram.said() == (
        "💬 <b>Anna &lt;1&gt;</b> asks about <b>Algebra &lt;1&gt;</b>:\n\n"
        "<blockquote>Shall I bring &lt;b&gt;this&lt;/b&gt;?</blockquote>"
    )
    answer, there = AskAnswer(question_id=question.id), ShowQuestions(course_id=course.id)
    assert list(telegram.buttons().values()) == [answer.pack(), there.pack(), "home"]
    assert str(anna.telegram_id) not in str(telegram.calls)


@pytest.mark.parametrize("status", [it for it in QuestionStatus if it is not QuestionStatus.OPEN])
async def test_host_is_not_told_of_what_is_settled(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    maria: User,
    course: Course,
    status: QuestionStatus,
) -> None:
    over: dict[str, Any] = {"status": status, "settled_at": NOON}
    question = await a_question(make, course, await make.user(), **over)
    await owe(make, DeliveryKind.QUESTION, maria, question)

    await sender.drain()

    assert telegram.calls == []


async def test_who_left_the_team_is_not_told(
    make: Factory, sender: Sender, telegram: RecordedSession, anna: User, course: Course
) -> None:
    question, other = await a_question(make, course, anna), await make.user()
    await owe(make, DeliveryKind.QUESTION, other, question)
    await owe(make, DeliveryKind.QUESTION_ANSWERED, other, question)

    await sender.drain()

    assert telegram.calls == []


async def test_nobody_is_told_of_who_is_shut_out(
    make: Factory, sender: Sender, telegram: RecordedSession, maria: User, course: Course
) -> None:
    shut_out = await make.user(blocked_at=NOON)
    question = await a_question(make, course, shut_out)
    answered = await a_question(make, course, shut_out, settled_by=maria.id, answer="No.")
    await owe(make, DeliveryKind.QUESTION, maria, question)
    await owe(make, DeliveryKind.QUESTION_SETTLED, shut_out, answered)

    await sender.drain()

    assert telegram.calls == []


async def test_answer_comes_with_the_name_on_the_course(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    maria: User,
    course: Course,
) -> None:
    question = await a_question(make, course, anna, settled_by=maria.id, answer="No & no")
    await owe(make, DeliveryKind.QUESTION_SETTLED, anna, question)

    await sender.drain()

    assert telegram.said() == (
        "💬 Your question about <b>Algebra &lt;1&gt;</b> is answered.\n\n"
        "<blockquote>Do I need a laptop?</blockquote>\n\n<b>Maria &amp; Co</b>:\nNo &amp; no"
    )
    assert list(telegram.buttons()) == [
        "💬 Ask again",
        "💬 My questions",
        "To the course",
        "🏠 Menu",
    ]
    assert str(maria.telegram_id) not in str(telegram.calls)


async def test_answer_of_who_was_erased_is_not_kept(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    course: Course,
) -> None:
    nobody = await make.user(full_name="", erased_at=NOON)
    question = await a_question(make, course, anna, settled_by=nobody.id)
    await owe(make, DeliveryKind.QUESTION_SETTLED, anna, question)

    await sender.drain()

    assert telegram.said().endswith("</blockquote>\n\nThe answer is not kept any more.")


async def test_who_asked_is_told_that_there_is_no_answer(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    maria: User,
    course: Course,
) -> None:
    over: dict[str, Any] = {"settled_by": maria.id, "status": QuestionStatus.CLOSED}
    await owe(
        make, DeliveryKind.QUESTION_SETTLED, anna, await a_question(make, course, anna, **over)
    )

    await sender.drain()

    assert telegram.said() == (
        "The course team has closed your question about <b>Algebra &lt;1&gt;</b>:\n\n"
        "<blockquote>Do I need a laptop?</blockquote>\n\n"
        "If it still matters, ask in another way, or at a lesson."
    )


async def test_course_that_was_deleted_has_nobody_to_answer(
    make: Factory, sender: Sender, telegram: RecordedSession, anna: User, course: Course
) -> None:
    over: dict[str, Any] = {"settled_at": NOON, "status": QuestionStatus.CLOSED}
    await owe(
        make, DeliveryKind.QUESTION_SETTLED, anna, await a_question(make, course, anna, **over)
    )
    await make.change(course, deleted_at=NOON)

    await sender.drain()

    assert telegram.said() == (
        "<b>Algebra &lt;1&gt;</b> is not held any more, and nobody is there to answer you:\n\n"
        "<blockquote>Do I need a laptop?</blockquote>"
    )
    assert [*telegram.buttons()] == ["💬 My questions", "🏠 Menu"]


async def test_other_hosts_are_told_who_answered_what(
    make: Factory,
    sender: Sender,
    telegram: RecordedSession,
    anna: User,
    maria: User,
    course: Course,
) -> None:
    other = await make.user()
    await make.staff(course, other)
    question = await a_question(make, course, anna, settled_by=maria.id, answer="No.")
    await owe(make, DeliveryKind.QUESTION_ANSWERED, other, question)

    await sender.drain()

    assert telegram.said() == (
        "✅ A question about <b>Algebra &lt;1&gt;</b> is answered already.\n\n"
        "<b>Anna &lt;1&gt;</b>:\n\n<blockquote>Do I need a laptop?</blockquote>\n\n"
        "<b>Maria &amp; Co</b>:\nNo."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_words_are_only_words(
    make: Factory, sender: Sender, telegram: RecordedSession, name: str, language: str
) -> None:
    who = {"full_name": name, "language": language}
    anna, maria, other = [await make.user(**who) for _ in range(3)]
    course = await make.course(name=name)
    for host in (maria, other):
        await make.staff(course, host)
    long, answer = (name * 1000)[:1000], (name * 1500)[:1500]
    question = await a_question(make, course, anna, long)
    answered = await a_question(make, course, anna, long, settled_by=maria.id, answer=answer)
    await owe(make, DeliveryKind.QUESTION, maria, question)
    await owe(make, DeliveryKind.QUESTION_SETTLED, anna, answered)
    await owe(make, DeliveryKind.QUESTION_ANSWERED, other, answered)

    await sender.drain()

    assert len(telegram.calls) == 3
    assert telegram.faults == []
