# ruff: noqa: RUF001 - Russian is full of letters that look like others
"""Asking those who run a course, and answering, on two phones."""

import pytest

from db.models import Course, DialogState, EnrollmentStatus, Question, QuestionStatus, Role, User
from keyboards.answering import AskAnswer, AskClose, CloseQuestion, ShowQuestion, ShowQuestions
from keyboards.catalogue import ShowCourse, ShowOwnQuestions
from keyboards.course import AskHosts
from keyboards.editing import RunCourse
from keyboards.questions import ShowOwnQuestion, Withdraw
from tests.conftest import Feed
from tests.desk import NOT_TEXT, Desk
from tests.factories import Factory
from tests.handlers.scenes import Newcomer
from tests.questions import a_question
from tests.telegram import tap
from tests.test_hostile_names import NAMES

ASK = "💬 Ask the hosts"


@pytest.fixture
async def anna(make: Factory) -> User:
    return await make.user(full_name="Anna <1>")


@pytest.fixture
async def maria(make: Factory) -> User:
    return await make.user(full_name="Maria & Co")


@pytest.fixture
async def course(make: Factory, anna: User, maria: User) -> Course:
    course = await make.course(anna, name="Algebra <1>")
    await make.staff(course, maria)
    return course


@pytest.fixture
def phone(feed: Feed, anna: User) -> Desk:
    return Desk(feed, anna)


@pytest.fixture
def host(feed: Feed, maria: User) -> Desk:
    return Desk(feed, maria)


async def states(make: Factory) -> list[str | None]:
    return [it.state for it in await make.all(DialogState) if it.state]


async def test_card_offers_it_and_the_question_is_sent(
    phone: Desk, make: Factory, course: Course
) -> None:
    await phone.press(ShowCourse(course_id=course.id))

    asked = await phone.press(ASK)
    sent = await phone.write("Do I need a laptop?\nI have none.")

    assert asked == (
        "A question to the hosts of <b>Algebra &lt;1&gt;</b>.\n\n"
        "Write it in one message, 1000 characters at most.\n\n"
        "They will see your name, but not your Telegram account. The answer will come here."
    )
    assert sent == (
        "✅ Your question has gone to the hosts of <b>Algebra &lt;1&gt;</b>. I will write as soon "
        "as somebody answers."
    )
    assert phone.labels == ["💬 My questions", "To the course", "🏠 Menu"]
    [question] = await make.all(Question)
    assert question.text == "Do I need a laptop?\nI have none."
    assert await states(make) == []


async def test_it_is_in_russian_for_who_speaks_it(
    feed: Feed, make: Factory, course: Course
) -> None:
    phone = Desk(feed, await make.user(language="ru"))

    said = [
        await phone.press(AskHosts(course_id=course.id)),
        await phone.write("Нужен ли ноутбук?"),
        await phone.press("💬 Мои вопросы"),
    ]

    assert said == [
        "Вопрос ведущим курса <b>Algebra &lt;1&gt;</b>.\n\n"
        "Напишите его одним сообщением, не длиннее 1000 знаков.\n\n"
        "Ведущие увидят ваше имя, но не ваш аккаунт в Telegram. Ответ придёт сюда.",
        "✅ Вопрос отправлен ведущим курса <b>Algebra &lt;1&gt;</b>. Напишу, как только "
        "кто-нибудь ответит.",
        "<b>Мои вопросы</b>\n\n1. <b>Algebra &lt;1&gt;</b>\nНужен ли ноутбук?\n"
        "<i>ждёт ответа, 2 мар. 2026, 15:00</i>",
    ]


async def test_who_runs_the_course_is_not_offered_it(host: Desk, course: Course) -> None:
    await host.press(ShowCourse(course_id=course.id))

    assert ASK not in host.labels
    assert await host.tap(AskHosts(course_id=course.id)) == (
        "You run this course: its questions come to you."
    )


async def test_nobody_is_offered_what_nobody_would_read(
    phone: Desk, feed: Feed, make: Factory, anna: User, course: Course
) -> None:
    alone = await make.course(anna)
    await phone.press(ShowCourse(course_id=alone.id))
    newcomer = Newcomer(feed)

    assert ASK not in phone.labels
    newcomer.telegram = await feed(tap(77, ShowCourse(course_id=course.id)))
    assert ASK not in newcomer.telegram.buttons()
    refused = await feed(tap(77, AskHosts(course_id=course.id)))
    assert refused.notice() == "We have not met yet. Choose a course in the chat first."


async def test_too_long_a_question_is_asked_again(
    phone: Desk, make: Factory, course: Course
) -> None:
    await phone.press(AskHosts(course_id=course.id))

    said = await phone.write("x" * 1001)
    await phone.write("x" * 1000)

    assert said == (
        "Write it in one message, in words: 1000 characters at most. Nothing was sent yet."
    )
    assert [it.text for it in await make.all(Question)] == ["x" * 1000]


@pytest.mark.parametrize("sent", NOT_TEXT)
async def test_what_is_no_text_is_no_question_and_no_answer(
    phone: Desk, host: Desk, make: Factory, anna: User, course: Course, sent: str
) -> None:
    await phone.press(AskHosts(course_id=course.id))
    await host.press(AskAnswer(question_id=(await a_question(make, course, anna)).id))

    assert "Write it in one message" in await phone.send(**NOT_TEXT[sent])
    assert "Write the answer in one message" in await host.send(**NOT_TEXT[sent])


async def test_fourth_question_waits_for_an_answer(
    phone: Desk, make: Factory, anna: User, course: Course
) -> None:
    for text in "abc":
        await a_question(make, course, anna, text)

    refused = await phone.tap(AskHosts(course_id=course.id))

    assert refused == (
        "3 of your questions about this course wait for an answer. When one is answered, or you "
        "take one back in “My questions”, you can ask again."
    )


async def test_own_questions_are_in_my_courses(
    phone: Desk, make: Factory, anna: User, maria: User, course: Course
) -> None:
    await a_question(make, course, anna, "Old?", settled_by=maria.id, answer="Yes & no")
    await a_question(make, course, anna, "New?")
    await phone.write("/my")

    said = await phone.press("💬 My questions")
    await phone.press("2. Algebra <1>")
    detail = await phone.press(ShowOwnQuestion(question_id=(await make.all(Question))[0].id))

    assert said == (
        "<b>My questions</b>\n\n"
        "1. <b>Algebra &lt;1&gt;</b>\nNew?\n<i>waits for an answer, 2 Mar 2026, 15:00</i>\n\n"
        "2. <b>Algebra &lt;1&gt;</b>\nOld?\n<i>answered, 2 Mar 2026, 15:00</i>"
    )
    assert detail == (
        "<b>Algebra &lt;1&gt;</b>\n2 Mar 2026, 15:00\n\n<blockquote>Old?</blockquote>\n\n"
        "<b>Maria &amp; Co</b>:\nYes &amp; no"
    )
    assert phone.labels == ["To the course", "⬅️ To my questions", "🏠 Menu"]


@pytest.mark.parametrize("who", ["stranger", "anna"])
async def test_who_has_asked_nothing_is_told_how(feed: Feed, anna: User, who: str) -> None:
    asked = await feed(tap(77 if who == "stranger" else anna.telegram_id, ShowOwnQuestions()))

    assert asked.said() == (
        "<b>My questions</b>\n\nYou have not asked anything yet. Choose a course and press "
        "“💬 Ask the hosts”."
    )
    assert list(asked.buttons()) == ["🎓 My courses", "🏠 Menu"]


async def test_question_is_taken_back(
    phone: Desk, make: Factory, anna: User, course: Course
) -> None:
    question = await a_question(make, course, anna)
    await phone.press(ShowOwnQuestion(question_id=question.id))

    said = await phone.press("Take the question back")

    assert said == "Your question about <b>Algebra &lt;1&gt;</b> is taken back."
    assert (await make.again(question)).status is QuestionStatus.WITHDRAWN


async def test_host_finds_the_questions_and_answers(
    host: Desk, make: Factory, anna: User, course: Course
) -> None:
    question = await a_question(make, course, anna)
    await host.press(RunCourse(course_id=course.id))

    said = [
        await host.press("💬 Questions · 1"),
        await host.press("1. Anna <1>"),
        await host.press("✍️ Answer"),
        await host.write("123456"),
    ]

    head = "<b>Algebra &lt;1&gt;</b>\nAnna &lt;1&gt; · 2 Mar 2026, 15:00\n\n"
    quoted = "<blockquote>Do I need a laptop?</blockquote>"
    assert said == [
        "<b>Questions about Algebra &lt;1&gt;</b>\n\n"
        "1. <b>Anna &lt;1&gt;</b> · 2 Mar 2026, 15:00\nDo I need a laptop?",
        head + quoted,
        f"{head}{quoted}\n\nWrite the answer in one message, 1500 characters at most.\n\n"
        "Anna &lt;1&gt; will see your name, but not your Telegram account.",
        "✅ The answer is on its way: Anna &lt;1&gt;.",
    ]
    assert host.labels == ["⬅️ To the questions", "🏠 Menu"]
    assert (await make.again(question)).answer == "123456"
    assert await host.press("⬅️ To the questions") == (
        "<b>Questions about Algebra &lt;1&gt;</b>\n\n"
        "Nobody waits for an answer. New questions come here."
    )


async def test_second_host_is_told_that_it_is_answered(
    host: Desk, feed: Feed, make: Factory, anna: User, course: Course
) -> None:
    question, other = await a_question(make, course, anna), await make.user()
    await make.staff(course, other)
    second, which = Desk(feed, other), {"question_id": question.id}
    await second.press(AskAnswer(**which))
    await host.press(AskAnswer(**which))
    await host.write("No.")

    said = await second.write("Yes.")

    assert said.startswith("Somebody of the course team has answered already")
    assert await states(make) == []
    assert await second.tap(AskAnswer(**which)) == (
        "Somebody of the course team has answered already, so your answer was not sent."
    )
    assert "Maria &amp; Co" in await second.press(ShowQuestion(**which))
    assert second.labels == ["⬅️ To the questions", "🏠 Menu"]


async def test_question_is_closed_without_an_answer(
    host: Desk, make: Factory, anna: User, course: Course
) -> None:
    question = await a_question(make, course, anna)
    await host.press(ShowQuestion(question_id=question.id))
    await host.press("Close without an answer")

    said = await host.press("Yes, close it")

    assert said == "The question is closed."
    assert (await make.again(question)).status is QuestionStatus.CLOSED
    assert await host.tap(AskClose(question_id=question.id)) == (
        "Nobody waits for an answer to this question any more."
    )


@pytest.mark.parametrize("kind", [ShowQuestion, AskAnswer, AskClose, CloseQuestion])
async def test_question_of_others_is_not_for_who_does_not_run_the_course(
    phone: Desk,
    make: Factory,
    anna: User,
    course: Course,
    kind: type[ShowQuestion | AskAnswer | AskClose | CloseQuestion],
) -> None:
    question = await a_question(make, course, await make.user())

    refused = await phone.tap(kind(question_id=question.id))

    assert refused == "Only those who run this course can do that."
    assert (await make.again(question)).is_open
    assert await phone.tap(kind(question_id=2**62)) == "This question is not here any more."
    assert (
        await phone.tap(ShowQuestions(course_id=course.id))
        == "Only those who run this course can do that."
    )


async def test_assistants_and_other_admins_see_no_questions_in_the_hub(
    feed: Feed, make: Factory, anna: User, course: Course
) -> None:
    await a_question(make, course, anna)
    desk = Desk(feed, await make.user(role=Role.ADMIN))

    await desk.press(RunCourse(course_id=course.id))

    assert not [it for it in desk.labels if "Questions" in it]


async def test_expelled_person_may_ask_why(
    phone: Desk, make: Factory, anna: User, course: Course
) -> None:
    enrollment = await make.enrollment_of(course, anna)
    await make.change(enrollment, status=EnrollmentStatus.EXPELLED)
    await phone.press(ShowCourse(course_id=course.id))

    assert ASK in phone.labels


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
async def test_hostile_words_are_only_words(
    feed: Feed, make: Factory, name: str, language: str
) -> None:
    who = {"full_name": name, "language": language}
    anna, maria = await make.user(**who), await make.user(**who)
    course = await make.course(anna, name=name)
    await make.staff(course, maria)
    long = (name * 1000)[:990]
    await a_question(make, course, anna, long, settled_by=maria.id, answer=(name * 1500)[:1500])
    question = await a_question(make, course, anna, long + "?")
    phone, host = Desk(feed, anna), Desk(feed, maria)

    for which in await make.all(Question):
        await phone.press(ShowOwnQuestion(question_id=which.id))
        await host.press(ShowQuestion(question_id=which.id))
    await phone.press(ShowOwnQuestions())
    await host.press(ShowQuestions(course_id=course.id))
    await host.press(AskAnswer(question_id=question.id))
    await host.press(AskClose(question_id=question.id))
    await phone.press(Withdraw(question_id=question.id))

    assert phone.telegram.faults == host.telegram.faults == []
